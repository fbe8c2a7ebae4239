package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.LogScope;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.ChatThread;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing of one user is seen by another, by any id, in any store. Used by one test at a time. */
public abstract class IsolationContract extends Contract {

    private static final WorkerId FIRST = new WorkerId("w-1");

    private static final WorkerId SECOND = new WorkerId("w-2");

    /** With the fixture of one test. */
    protected IsolationContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void each_right_sees_its_own_session_in_every_store_and_no_other() {
        var annas = new TestWorld(this, ANNA, FIRST);
        var berts = new TestWorld(this, BERT, SECOND);

        for (var right : annas.rights()) {
            assertSees(true, right, annas);
            assertSees(right instanceof SessionAccess.Any, right, berts);
        }
        for (var right : berts.rights()) {
            assertSees(true, right, berts);
            assertSees(right instanceof SessionAccess.Any, right, annas);
        }
    }

    @Test
    void an_id_of_ones_own_beside_a_foreign_one_opens_nothing() {
        var annas = new TestWorld(this, ANNA, FIRST);
        var berts = new TestWorld(this, BERT, SECOND);
        var reply = berts.finished.reply().id();
        var session = annas.session.id();

        for (var right : annas.rights()) {
            keep(stores -> {
                assertEquals(
                        Optional.of(annas.message),
                        stores.messages().find(right, annas.thread.id(), annas.message.id()));
                assertEquals(Optional.empty(), stores.messages().find(right, annas.thread.id(), berts.message.id()));
                assertEquals(List.of(), stores.events().deltas(right, session, reply, 0));
                assertEquals(
                        List.of(
                                        annas.other,
                                        stores.threads()
                                                .find(ANY, annas.thread.id())
                                                .orElseThrow())
                                .stream()
                                .map(ChatThread::id)
                                .toList(),
                        stores.threads().list(right, session, Optional.empty(), ALL).stream()
                                .map(ChatThread::id)
                                .toList());
            });
        }
    }

    @Test
    void an_event_that_names_a_foreign_message_brings_none() {
        var annas = new TestWorld(this, ANNA, FIRST);
        var berts = new TestWorld(this, BERT, SECOND);
        var logs = List.of(TestEvents.logOf(annas.session.id()), TestEvents.logOf(ANNA));
        keepIn(annas.session.id(), stores -> {
            stores.events().lock(TestEvents.logOf(ANNA), TestEvents.EPOCH);
            for (var log : logs) {
                stores.events().append(log, TestEvents.added(berts.message));
                stores.events().append(log, TestEvents.added(annas.message));
            }
        });

        for (var log : logs) {
            var brought = read(stores -> stores.events().read(new SessionAccess.Owner(ANNA), log, 0, ALL)).stream()
                    .flatMap(event -> event.message().stream())
                    .distinct()
                    .toList();

            assertEquals(List.of(annas.message), brought, log::toString);
        }
    }

    @Test
    void names_that_look_alike_are_others() {
        var world = new TestWorld(this, ANNA, FIRST);
        assertSees(true, new SessionAccess.Owner(new UserId("anna")), world);
        assertSees(true, new SessionAccess.Answering(new WorkerId("w-1")), world);

        for (var name : List.of("Anna", "anna ", " anna", "ann", "anna1", "%", "_nna", "'anna'", "ａnna")) {
            assertSees(false, new SessionAccess.Owner(new UserId(name)), world);
        }
        for (var name : List.of("W-1", "w-", "w-11", "_-1")) {
            assertSees(false, new SessionAccess.Answering(new WorkerId(name)), world);
        }
    }

    @Test
    void the_name_of_one_kind_of_caller_opens_nothing_for_another() {
        var name = "one";
        var world = new TestWorld(this, new UserId(name), new WorkerId(name));
        var stranger = new TestWorld(this, new UserId("two"), new WorkerId("two"));

        assertSees(true, new SessionAccess.Owner(new UserId(name)), world);
        assertSees(true, new SessionAccess.Answering(new WorkerId(name)), world);
        assertSees(false, new SessionAccess.Owner(new UserId(name)), stranger);
        assertSees(false, new SessionAccess.Answering(new WorkerId(name)), stranger);
    }

    @Test
    void an_orphan_is_no_owners() {
        var orphan = started(sessions.orphan("dev-1"));
        var rights = List.of(
                new SessionAccess.Owner(ANNA),
                new SessionAccess.Owner(new UserId("dev-1")),
                new SessionAccess.Owner(new UserId("null")),
                new SessionAccess.Answering(FIRST),
                new SessionAccess.Guest(ids.session()));

        keep(stores -> {
            assertEquals(Optional.of(orphan), stores.sessions().find(ANY, orphan.id()));
            for (var right : rights) {
                assertEquals(Optional.empty(), stores.sessions().find(right, orphan.id()), right::toString);
                assertEquals(Optional.empty(), stores.sessions().lock(right, orphan.id()), right::toString);
                assertEquals(
                        Optional.empty(), stores.events().head(right, TestEvents.logOf(orphan.id())), right::toString);
            }
        });
    }

    @Test
    void a_session_that_got_another_owner_is_his_with_all_that_is_below_it() {
        var world = new TestWorld(this, ANNA, FIRST);
        var berts = TestSessions.givenTo(BERT, world.session);
        assertSees(true, new SessionAccess.Owner(ANNA), world);

        assertTrue(did(stores -> stores.sessions().change(berts, 1)));

        assertSees(false, new SessionAccess.Owner(ANNA), world);
        assertSees(true, new SessionAccess.Owner(BERT), world);
    }

    @Test
    void what_is_asked_for_by_user_is_that_users() {
        var annas = new TestWorld(this, ANNA, FIRST);
        var berts = new TestWorld(this, BERT, SECOND);

        for (var world : List.of(annas, berts)) {
            keep(stores -> {
                assertEquals(
                        List.of(world.session.id()),
                        idsOf(stores.sessions().list(world.owner, SessionFilter.all(), Optional.empty(), ALL)));
                assertEquals(List.of(world.spent), stores.usage().entries(world.owner, Optional.empty(), ALL));
                assertEquals(world.spendingOfSession(), stores.usage().total(world.owner));
            });
        }
        keep(stores -> assertEquals(
                Optional.empty(), stores.sessions().findByKey(BERT, annas.session.kind(), annas.session.key())));
    }

    @Test
    void what_was_spent_in_a_session_is_told_to_those_with_the_right_only() {
        var annas = new TestWorld(this, ANNA, FIRST);
        var berts = new TestWorld(this, BERT, SECOND);

        for (var right : annas.rights()) {
            var ofAnna = read(stores -> stores.usage().total(right, annas.session.id()));
            var ofBert = read(stores -> stores.usage().total(right, berts.session.id()));

            assertEquals(1, ofAnna.calls(), right::toString);
            assertEquals(right instanceof SessionAccess.Any ? 1 : 0, ofBert.calls(), right::toString);
        }
    }

    @Test
    void the_log_of_a_user_or_worker_is_his_only() {
        var users = TestEvents.logOf(new UserId("one"));
        var workers = TestEvents.logOf(new WorkerId("one"));
        var world = new TestWorld(this, new UserId("one"), new WorkerId("one"));
        keep(stores -> {
            stores.events().lock(workers, TestEvents.EPOCH);
            stores.events().append(workers, TestEvents.notice("to a worker"));
        });

        for (var right : world.rights()) {
            var all = right instanceof SessionAccess.Any;
            keep(stores -> {
                assertLogSeen(all || right instanceof SessionAccess.Owner, stores, right, users);
                assertLogSeen(all || right instanceof SessionAccess.Answering, stores, right, workers);
            });
        }
        for (var right : List.of(
                new SessionAccess.Owner(ANNA),
                new SessionAccess.Answering(FIRST),
                new SessionAccess.Guest(ids.session()))) {
            keep(stores -> {
                assertLogSeen(false, stores, right, users);
                assertLogSeen(false, stores, right, workers);
            });
        }
    }

    private void assertSees(boolean expected, SessionAccess right, TestWorld world) {
        keep(stores -> world.looks()
                .forEach((name, look) -> assertEquals(
                        expected, look.sees(stores, right), () -> name + " of " + world.owner + "'s by " + right)));
    }

    private static void assertLogSeen(boolean expected, Stores stores, SessionAccess right, LogScope log) {
        assertEquals(expected, stores.events().head(right, log).isPresent(), () -> log + " by " + right);
        assertEquals(expected, !stores.events().read(right, log, 0, ALL).isEmpty(), () -> log + " by " + right);
    }
}
