package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.ThreadStore;
import dev.chatsessions.spi.ThreadStore.LockedThread;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.SessionThread;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.UserMessages;
import dev.chatsessions.usage.UsageTotal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link ThreadStore} promises. Used by one test at a time. */
public abstract class ThreadStoreContract extends Contract {

    /** With the fixture of one test. */
    protected ThreadStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_thread_is_found_at_its_path_while_both_keys_are_held() {
        var session = started(sessions.active(ANNA, "trip"));
        var thread = opened(threads.in(session, "plans"));
        var path = new ThreadPath(session.kind(), "trip", "plans");

        assertEquals(Optional.of(new SessionThread(session, thread)), at(ANNA, path));
        assertEquals(Optional.empty(), at(BERT, path));
        assertEquals(Optional.empty(), at(ANNA, new ThreadPath(session.kind(), "trips", "plans")));
        assertEquals(Optional.empty(), at(ANNA, new ThreadPath(session.kind(), "trip", "plan")));
        assertEquals(Optional.empty(), at(ANNA, new ThreadPath(SessionKind.SHARED, "trip", "plans")));

        var ended = session.movedTo(SessionStatus.TERMINATED, TestTimes.at(30));
        keep(stores -> stores.sessions().change(ended, session.version()));
        assertEquals(Optional.empty(), at(ANNA, path));

        var again = opened(threads.in(started(sessions.active(ANNA, "trip")), "plans"));
        assertEquals(Optional.of(again), at(ANNA, path).map(SessionThread::thread));

        keep(stores -> stores.threads().delete(again.id(), TestTimes.at(31)));
        assertEquals(Optional.empty(), at(ANNA, path));
    }

    private Optional<SessionThread> at(UserId owner, ThreadPath path) {
        return read(stores -> stores.threads().findByPath(owner, path));
    }

    @Test
    void a_thread_is_found_as_it_was_kept() {
        var session = started(sessions.active(ANNA, "a"));
        var untitled = opened(threads.in(session, "one"));
        var titled = opened(threads.titled("Flights", session, "two"));
        var empty = opened(threads.titled("", session, "three"));

        assertEquals(untitled, stored(untitled));
        assertEquals(titled, stored(titled));
        assertEquals(empty, stored(empty));
        assertEquals(Optional.empty(), read(stores -> stores.threads().find(ANY, ids.thread())));
        assertEquals(Optional.empty(), write(stores -> stores.threads().lock(ANY, ids.thread())));
    }

    @Test
    void a_session_has_one_thread_under_a_key() {
        var session = started(sessions.active(ANNA, "a"));
        var first = opened(threads.in(session, "main"));
        var second = threads.in(session, "main");

        keepIn(session.id(), stores -> assertFalse(stores.threads().insert(second)));

        assertEquals(Optional.empty(), read(stores -> stores.threads().find(ANY, second.id())));
        assertEquals(List.of(first), listOf(session, Optional.empty(), ALL));
    }

    @Test
    void what_was_done_before_and_after_a_refused_key_is_kept() {
        var session = started(sessions.active(ANNA, "a"));
        opened(threads.in(session, "main"));
        var before = threads.in(session, "before");
        var after = threads.in(session, "after");

        keepIn(session.id(), stores -> {
            assertTrue(stores.threads().insert(before));
            assertFalse(stores.threads().insert(threads.in(session, "main")));
            assertTrue(stores.threads().insert(after));
        });

        assertEquals(before, stored(before));
        assertEquals(after, stored(after));
    }

    @Test
    void a_key_finds_the_thread_of_that_session() {
        var trip = started(sessions.active(ANNA, "trip"));
        var work = started(sessions.active(ANNA, "work"));
        var inTrip = opened(threads.in(trip, "main"));
        var inWork = opened(threads.in(work, "main"));

        keep(stores -> {
            var store = stores.threads();

            assertEquals(Optional.of(inTrip), store.findByKey(ANY, trip.id(), "main"));
            assertEquals(Optional.of(inWork), store.findByKey(ANY, work.id(), "main"));
            assertEquals(Optional.empty(), store.findByKey(ANY, trip.id(), "Main"));
            assertEquals(Optional.empty(), store.findByKey(ANY, ids.session(), "main"));
        });
    }

    @Test
    void the_list_is_by_id_highest_first_in_pages_of_any_size() {
        var session = started(sessions.active(ANNA, "a"));
        var other = started(sessions.active(ANNA, "b"));
        opened(threads.in(other));
        List<ChatThread> expected = new ArrayList<>();
        for (var id : TestIds.ascendingUnsigned()) {
            expected.add(opened(TestThreads.named(new ThreadId(id), session.id(), "key of " + id, Optional.empty())));
        }
        Collections.reverse(expected);

        assertEquals(expected, listOf(session, Optional.empty(), ALL));
        for (var size = 1; size <= 6; size++) {
            assertEquals(expected, pagesOf(size, session), "pages of " + size);
        }
    }

    @Test
    void a_lock_shows_the_thread_and_its_session() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session));
        logged(session.id(), TestEvents.opened(thread));

        var locked = write(stores -> stores.threads().lock(ANY, thread.id()));

        assertEquals(Optional.of(new LockedThread(new LockedSession(session, TestEvents.EPOCH, 1), thread)), locked);
    }

    @Test
    void many_threads_are_locked_at_once_each_by_a_right_of_its_own() {
        var annas = in(ANNA, "a");
        var berts = in(BERT, "b");
        var guests = in(BERT, "c");
        var anybodys = in(BERT, "d");
        Map<ThreadId, SessionAccess> wanted = new HashMap<>();
        wanted.put(annas.id(), new SessionAccess.Owner(ANNA));
        wanted.put(berts.id(), new SessionAccess.Owner(ANNA));
        wanted.put(guests.id(), new SessionAccess.Guest(guests.session()));
        wanted.put(anybodys.id(), ANY);
        wanted.put(in(BERT, "e").id(), new SessionAccess.Guest(annas.session()));
        wanted.put(in(BERT, "f").id(), new SessionAccess.Answering(new WorkerId("nobody")));
        wanted.put(ids.thread(), ANY);

        var locked = write(stores -> stores.threads().tryLockAll(wanted));

        assertEquals(
                Stream.of(annas, guests, anybodys)
                        .flatMap(thread -> write(stores -> stores.threads().lock(ANY, thread.id())).stream())
                        .collect(Collectors.toSet()),
                Set.copyOf(locked));
        assertEquals(3, locked.size());
        assertEquals(List.of(), write(stores -> stores.threads().tryLockAll(Map.of())));
    }

    @Test
    void many_threads_grow_in_one_transaction() {
        var grown = Stream.of("a", "b", "c", "d", "e")
                .map(key -> in(ANNA, key))
                .map(thread -> thread.grownBy(2, 2, TestTimes.at(9)))
                .toList();
        Map<ThreadId, SessionAccess> wanted = new HashMap<>();
        grown.forEach(thread -> wanted.put(thread.id(), ANY));

        keep(stores -> {
            assertEquals(5, stores.threads().tryLockAll(wanted).size());
            for (var thread : grown) {
                stores.threads().record(thread);
                stores.sessions().touch(thread.session(), TestTimes.at(9));
                stores.events().append(TestEvents.logOf(thread.session()), TestEvents.opened(thread));
            }
        });

        for (var thread : grown) {
            assertEquals(thread, stored(thread));
            assertEquals(
                    TestTimes.at(9),
                    read(stores -> stores.sessions().find(ANY, thread.session()))
                            .orElseThrow()
                            .lastActivityAt());
        }
    }

    private ChatThread in(UserId owner, String session) {
        return opened(threads.in(started(sessions.active(owner, session))));
    }

    @Test
    void the_lock_of_a_thread_is_that_of_its_session() {
        var thread = openedFor(ANNA);

        var sequence = write(stores -> {
            stores.threads().lock(ANY, thread.id());
            return stores.events().append(TestEvents.logOf(thread.session()), TestEvents.opened(thread));
        });

        assertEquals(1, sequence);
    }

    @Test
    void a_change_replaces_title_and_version_and_nothing_else() {
        var thread = openedFor(ANNA);
        var grown = thread.grownBy(3, 2, TestTimes.at(6));
        keepIn(thread.session(), stores -> stores.threads().record(grown));

        assertTrue(did(stores -> stores.threads().change(thread.renamedTo(Optional.of("Flights")), 1)));

        assertEquals(grown.renamedTo(Optional.of("Flights")), stored(thread));
    }

    @Test
    void a_change_of_another_version_changes_nothing() {
        var thread = openedFor(ANNA);
        var renamed = thread.renamedTo(Optional.of("Flights"));
        assertTrue(did(stores -> stores.threads().change(renamed, 1)));

        var late = thread.renamedTo(Optional.of("Hotels"));
        assertFalse(did(stores -> stores.threads().change(late, 1)));
        assertFalse(did(stores -> stores.threads().change(late, 3)));

        assertEquals(renamed, stored(thread));
    }

    @Test
    void a_record_of_where_the_thread_stands_leaves_title_and_version() {
        var thread = openedFor(ANNA);
        var renamed = thread.renamedTo(Optional.of("Flights"));
        assertTrue(did(stores -> stores.threads().change(renamed, 1)));
        var total = new UsageTotal(3, 5_000_000_000L, 7_000_000_000L, 11, 13);

        keepIn(
                thread.session(),
                stores -> stores.threads()
                        .record(thread.grownBy(4, 3, TestTimes.at(7)).spending(total)));
        assertEquals(renamed.grownBy(4, 3, TestTimes.at(7)).spending(total), stored(thread));

        var cleared = stored(thread).clearedThrough(9);
        keepIn(thread.session(), stores -> stores.threads().record(cleared));
        assertEquals(cleared, stored(thread));
    }

    @Test
    void what_was_recorded_shows_in_the_same_transaction() {
        var thread = openedFor(ANNA);
        var grown = thread.grownBy(1, 1, TestTimes.at(6));

        keepIn(thread.session(), stores -> {
            stores.threads().record(grown);

            assertEquals(Optional.of(grown), stores.threads().find(ANY, thread.id()));
            assertEquals(
                    Optional.of(grown), stores.threads().lock(ANY, thread.id()).map(LockedThread::thread));
        });
    }

    @Test
    void a_session_is_cleared_through_the_highest_of_its_threads() {
        var session = started(sessions.active(ANNA, "a"));
        var one = opened(threads.in(session, "one"));
        var two = opened(threads.in(session, "two"));
        opened(threads.in(session, "three"));
        var elsewhere = openedFor(BERT);
        assertEquals(0, clearedThrough(session.id()));

        keepIn(session.id(), stores -> stores.threads().record(one.clearedThrough(7)));
        keepIn(session.id(), stores -> stores.threads().record(two.clearedThrough(5)));
        keepIn(elsewhere.session(), stores -> stores.threads().record(elsewhere.clearedThrough(99)));

        assertEquals(7, clearedThrough(session.id()));
        assertEquals(0, clearedThrough(ids.session()));
    }

    @Test
    void of_each_session_those_threads_are_found_that_were_used_last() {
        var annas = started(sessions.active(ANNA, "a"));
        var berts = started(sessions.active(BERT, "b"));
        var first = usedAt(2, annas, "first", 1);
        var third = usedAt(4, annas, "third", 1);
        var second = usedAt(3, annas, "second", 1);
        var beside = usedAt(3, annas, "beside", 1);
        usedAt(1, annas, "before", 1);
        opened(threads.in(annas, "never"));
        var deleted = usedAt(5, annas, "deleted", 1);
        keep(stores -> stores.threads().delete(deleted.id(), TestTimes.at(6)));
        var other = usedAt(9, berts, "other", 1);
        var both = List.of(annas.id(), berts.id(), ids.session());

        keep(stores -> {
            var store = stores.threads();
            var all = List.of(third, beside, second, first);
            var since = TestTimes.at(2);
            assertEquals(Map.of(annas.id(), all, berts.id(), List.of(other)), store.used(ANY, both, since, ALL));
            assertEquals(
                    Map.of(annas.id(), all.subList(0, 3), berts.id(), List.of(other)), store.used(ANY, both, since, 3));
            assertEquals(Map.of(annas.id(), all), store.used(new SessionAccess.Owner(ANNA), both, since, ALL));
            assertEquals(Map.of(), store.used(ANY, List.of(), since, ALL));
        });
    }

    @Test
    void who_has_most_messages_in_what_was_used_comes_first_then_by_user() {
        var carl = new UserId("carl");
        var since = TestTimes.at(2);
        usedAt(1, chatSince(2, SessionStatus.ACTIVE, ANNA), "one", 4);
        usedAt(1, chatSince(3, SessionStatus.TERMINATED, ANNA), "two", 3);
        var deleted = usedAt(3, chatSince(4, SessionStatus.ACTIVE, ANNA), "three", 100);
        keep(stores -> stores.threads().delete(deleted.id(), TestTimes.at(6)));
        usedAt(3, chatSince(1, SessionStatus.PAUSED, ANNA), "four", 100);
        usedAt(3, started(sessions.inStatus(SessionStatus.ACTIVE, SessionKind.WORKER, ANNA, "w", since)), "five", 100);
        usedAt(3, started(sessions.orphan("dev-1")), "six", 100);
        usedAt(3, chatSince(3, SessionStatus.ACTIVE, carl), "seven", 8);
        usedAt(3, chatSince(3, SessionStatus.COMPLETED, BERT), "eight", 7);
        usedAt(3, chatSince(3, SessionStatus.ACTIVE, new UserId("dora")), "nine", 0);

        keep(stores -> {
            var all = List.of(new UserMessages(carl, 8), new UserMessages(ANNA, 7), new UserMessages(BERT, 7));
            assertEquals(all, stores.threads().messages(SessionKind.CHAT, since, ALL));
            assertEquals(all.subList(0, 2), stores.threads().messages(SessionKind.CHAT, since, 2));
        });
    }

    private Session chatSince(int step, SessionStatus status, UserId owner) {
        return started(sessions.inStatus(status, SessionKind.CHAT, owner, "since " + step, TestTimes.at(step)));
    }

    private ChatThread usedAt(int step, Session session, String key, int messages) {
        var thread = opened(threads.in(session, key));
        var used = thread.grownBy(messages, messages, TestTimes.at(step));
        keepIn(session.id(), stores -> stores.threads().record(used));
        return used;
    }

    private long clearedThrough(SessionId session) {
        return read(stores -> stores.threads().clearedThrough(ANY, session));
    }

    private List<ChatThread> listOf(Session session, Optional<ThreadId> before, int limit) {
        return read(stores -> stores.threads().list(ANY, session.id(), before, limit));
    }

    private List<ChatThread> pagesOf(int size, Session session) {
        List<ChatThread> seen = new ArrayList<>();
        Optional<ThreadId> before = Optional.empty();
        for (var page = listOf(session, before, size); !page.isEmpty(); page = listOf(session, before, size)) {
            assertTrue(page.size() <= size, "a page is longer than its limit");
            seen.addAll(page);
            assertTrue(seen.size() <= ALL, "pages do not come to an end");
            before = Optional.of(page.get(page.size() - 1).id());
        }
        return seen;
    }
}
