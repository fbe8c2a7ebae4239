package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.WorkerId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.ThreadStore;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.usage.UsageTotal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link SessionStore} and {@link ThreadStore} promise of what is deleted. Used by one test at a time. */
public abstract class DeletionContract extends Contract {

    private static final WorkerId WORKER = new WorkerId("w-1");

    /** With the fixture of one test. */
    protected DeletionContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void nothing_of_a_deleted_session_is_seen_whatever_the_right() {
        var world = new TestWorld(this, ANNA, WORKER);
        var neighbour = new TestWorld(this, BERT, new WorkerId("w-2"));
        assertSeen(true, world, world.looks());

        keep(stores -> stores.sessions().delete(world.session.id(), TestTimes.at(50)));

        assertSeen(false, world, world.looks());
        assertSeen(true, neighbour, neighbour.looks());
    }

    @Test
    void a_deleted_session_is_in_no_list_and_offers_nothing() {
        var world = new TestWorld(this, ANNA, WORKER);
        assertEquals(
                List.of(1, 1, 1, 1, 1, 2, 1), sizesOf(world), "lists in which something of the session stands before");

        keep(stores -> {
            stores.sessions().delete(world.session.id(), TestTimes.at(50));

            assertEquals(
                    Optional.empty(), stores.sessions().findByKey(ANNA, world.session.kind(), world.session.key()));
        });

        assertEquals(List.of(0, 0, 0, 0, 0, 0, 0), sizesOf(world));
    }

    @Test
    void the_key_of_a_deleted_session_is_free() {
        var first = started(sessions.active(ANNA, "trip"));

        keep(stores -> stores.sessions().delete(first.id(), TestTimes.at(50)));
        var second = started(sessions.active(ANNA, "trip"));

        assertEquals(Optional.of(second), read(stores -> stores.sessions().findByKey(ANNA, first.kind(), "trip")));
    }

    @Test
    void a_deletion_is_told_to_those_with_the_right_only() {
        var world = new TestWorld(this, ANNA, WORKER);
        var session = world.session.id();
        for (var right : world.rights()) {
            assertFalse(did(stores -> stores.sessions().isDeleted(right, session)), right::toString);
            assertFalse(did(stores -> stores.threads().isDeleted(right, world.thread.id())), right::toString);
        }

        keep(stores -> stores.sessions().delete(session, TestTimes.at(50)));

        for (var right : world.rights()) {
            assertTrue(did(stores -> stores.sessions().isDeleted(right, session)), right::toString);
            assertTrue(did(stores -> stores.threads().isDeleted(right, world.thread.id())), right::toString);
            assertFalse(did(stores -> stores.sessions().isDeleted(right, ids.session())), right::toString);
            assertFalse(did(stores -> stores.threads().isDeleted(right, ids.thread())), right::toString);
        }
        for (var right : strangers()) {
            assertFalse(did(stores -> stores.sessions().isDeleted(right, session)), right::toString);
            assertFalse(did(stores -> stores.threads().isDeleted(right, world.thread.id())), right::toString);
        }
    }

    @Test
    void a_deletion_shows_in_its_own_transaction_and_may_be_repeated() {
        var world = new TestWorld(this, ANNA, WORKER);

        keep(stores -> {
            stores.sessions().delete(world.session.id(), TestTimes.at(50));

            assertEquals(Optional.empty(), stores.sessions().find(ANY, world.session.id()));
            assertEquals(Optional.empty(), stores.threads().find(ANY, world.thread.id()));
            assertTrue(stores.sessions().isDeleted(ANY, world.session.id()));
            stores.sessions().delete(world.session.id(), TestTimes.at(51));
        });
        keep(stores -> stores.sessions().delete(world.session.id(), TestTimes.at(52)));

        assertTrue(did(stores -> stores.sessions().isDeleted(ANY, world.session.id())));
    }

    @Test
    void nothing_of_a_deleted_thread_is_seen_and_its_session_stays() {
        var world = new TestWorld(this, ANNA, WORKER);
        var session = world.session.id();
        assertSeen(true, world, world.looksAtThread());

        keepIn(session, stores -> stores.threads().delete(world.thread.id(), TestTimes.at(50)));

        assertSeen(false, world, world.looksAtThread());
        assertEquals(world.session, stored(world.session));
        keep(stores -> {
            assertEquals(List.of(stored(stores, world)), stores.threads().list(ANY, session, Optional.empty(), ALL));
            assertEquals(List.of(world.queued), stores.replies().openIn(session, 50));
            assertEquals(List.of(), stores.replies().leaseEnded(TestTimes.at(60), ALL));
            assertEquals(List.of(), stores.replies().untrimmed(TestTimes.at(60), ALL));
            assertEquals(
                    1,
                    stores.replies().claimable(new Answerer.Worker(WORKER), ALL).size());
        });
    }

    @Test
    void the_key_of_a_deleted_thread_is_free() {
        var session = started(sessions.active(ANNA, "a"));
        var first = opened(threads.in(session, "main"));

        keepIn(session.id(), stores -> stores.threads().delete(first.id(), TestTimes.at(50)));
        var second = opened(threads.in(session, "main"));

        assertEquals(Optional.of(second), read(stores -> stores.threads().findByKey(ANY, session.id(), "main")));
        assertTrue(did(stores -> stores.threads().isDeleted(ANY, first.id())));
        assertFalse(did(stores -> stores.threads().isDeleted(ANY, second.id())));
        assertFalse(did(stores -> stores.sessions().isDeleted(ANY, session.id())));
    }

    @Test
    void the_deletion_of_a_thread_is_told_to_those_with_the_right_only() {
        var world = new TestWorld(this, ANNA, WORKER);

        keepIn(world.session.id(), stores -> stores.threads().delete(world.thread.id(), TestTimes.at(50)));

        for (var right : world.rights()) {
            assertTrue(did(stores -> stores.threads().isDeleted(right, world.thread.id())), right::toString);
            assertFalse(did(stores -> stores.threads().isDeleted(right, world.other.id())), right::toString);
        }
        for (var right : strangers()) {
            assertFalse(did(stores -> stores.threads().isDeleted(right, world.thread.id())), right::toString);
        }
    }

    @Test
    void what_was_spent_stays_spent() {
        var world = new TestWorld(this, ANNA, WORKER);
        var session = world.session.id();
        var before = read(world::spending);
        assertEquals(UsageTotal.ZERO.plus(world.spent.tokens()), before.get(0));

        keepIn(session, stores -> stores.threads().delete(world.thread.id(), TestTimes.at(50)));
        purge(ALL);
        assertEquals(before, read(world::spending));
        assertEquals(world.spendingOfSession(), read(stores -> stores.usage().total(ANY, session)));

        keep(stores -> stores.sessions().delete(session, TestTimes.at(51)));
        assertEquals(before, read(world::spending));
        purge(ALL);
        assertEquals(before, read(world::spending));
    }

    @Test
    void what_was_deleted_is_purged_a_few_rows_at_a_time_and_leaves_its_mark() {
        var world = new TestWorld(this, ANNA, WORKER);
        var neighbour = new TestWorld(this, BERT, new WorkerId("w-2"));
        keepIn(neighbour.session.id(), stores -> stores.threads().delete(neighbour.thread.id(), TestTimes.at(49)));
        keep(stores -> stores.sessions().delete(world.session.id(), TestTimes.at(50)));
        var before = read(neighbour::picture);

        var removed = purge(3);

        // Of the one 7 messages, 3 replies, 3 events and an entry; of the other 5, 2 and 2.
        assertTrue(removed >= 20, () -> "only " + removed + " rows were removed");
        assertEquals(0, write(stores -> stores.sessions().purgeDeleted(ALL)).intValue());
        assertTrue(did(stores -> stores.sessions().isDeleted(new SessionAccess.Owner(ANNA), world.session.id())));
        assertTrue(did(stores -> stores.threads().isDeleted(new SessionAccess.Owner(ANNA), world.thread.id())));
        assertFalse(did(stores -> stores.sessions().isDeleted(new SessionAccess.Owner(BERT), world.session.id())));
        assertTrue(did(stores -> stores.threads().isDeleted(new SessionAccess.Owner(BERT), neighbour.thread.id())));
        assertEquals(List.of(), TestWorld.differences(before, read(neighbour::picture)));
    }

    @Test
    void nothing_is_purged_that_is_not_deleted() {
        var world = new TestWorld(this, ANNA, WORKER);
        var before = read(world::picture);
        assertSeen(true, world, world.looks());

        assertEquals(0, write(stores -> stores.sessions().purgeDeleted(ALL)).intValue());

        assertEquals(List.of(), TestWorld.differences(before, read(world::picture)));
    }

    private int purge(int limit) {
        var removed = 0;
        for (var round = 0; round < ALL; round++) {
            int now = write(stores -> stores.sessions().purgeDeleted(limit));
            assertTrue(now <= limit, () -> now + " rows were removed at once");
            if (now == 0) {
                return removed;
            }
            removed += now;
        }
        throw new AssertionError("purging does not come to an end");
    }

    private List<Integer> sizesOf(TestWorld world) {
        return read(stores -> List.of(
                stores.sessions()
                        .list(world.owner, SessionFilter.all(), Optional.empty(), ALL)
                        .size(),
                stores.sessions()
                        .inactive(world.session.kind(), SessionStatus.ACTIVE, TestTimes.at(60), ALL)
                        .size(),
                stores.replies().claimable(new Answerer.Worker(WORKER), ALL).size(),
                stores.replies().leaseEnded(TestTimes.at(60), ALL).size(),
                stores.replies().untrimmed(TestTimes.at(60), ALL).size(),
                stores.replies().openIn(world.session.id(), 50).size(),
                stores.state().size(world.session.id()).entries()));
    }

    private void assertSeen(boolean expected, TestWorld world, Map<String, TestWorld.Look> looks) {
        for (var right : world.rights()) {
            keep(stores -> looks.forEach(
                    (name, look) -> assertEquals(expected, look.sees(stores, right), () -> name + " by " + right)));
        }
    }

    private List<SessionAccess> strangers() {
        return List.of(
                new SessionAccess.Owner(BERT),
                new SessionAccess.Guest(ids.session()),
                new SessionAccess.Answering(new WorkerId("w-9")));
    }

    private static ChatThread stored(Stores stores, TestWorld world) {
        return stores.threads().find(ANY, world.other.id()).orElseThrow();
    }
}
