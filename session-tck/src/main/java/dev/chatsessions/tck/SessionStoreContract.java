package dev.chatsessions.tck;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link SessionStore} promises of single sessions. Used by one test at a time. */
public abstract class SessionStoreContract extends Contract {

    /** With the fixture of one test. */
    protected SessionStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_session_is_found_as_it_was_kept() {
        for (var kind : SessionKind.values()) {
            var session = started(sessions.of(kind, ANNA, "trip"));

            assertEquals(session, stored(session));
        }
        for (var status : SessionStatus.values()) {
            var session = started(sessions.inStatus(status, ANNA, "in status " + status));

            assertEquals(session, stored(session));
        }
        for (var answerer :
                List.of(new Answerer.Assistant(), new Answerer.Worker(new WorkerId("w-1")), new Answerer.None())) {
            var session = started(sessions.answeredBy(answerer, ANNA, "answered by " + answerer));

            assertEquals(session, stored(session));
        }
    }

    @Test
    void a_title_is_kept_and_no_title_is_told_from_an_empty_one() {
        var titled = started(sessions.titled("Trip to Ålesund", ANNA, "a"));
        var empty = started(sessions.titled("", ANNA, "b"));
        var none = started(sessions.active(ANNA, "c"));

        assertEquals(Optional.of("Trip to Ålesund"), stored(titled).title());
        assertEquals(Optional.of(""), stored(empty).title());
        assertEquals(Optional.empty(), stored(none).title());
    }

    @Test
    void an_id_that_no_session_has_finds_nothing() {
        var session = started(sessions.active(ANNA, "a"));

        assertEquals(Optional.of(session), read(stores -> stores.sessions().find(ANY, session.id())));
        assertEquals(Optional.empty(), read(stores -> stores.sessions().find(ANY, ids.session())));
        assertEquals(Optional.empty(), write(stores -> stores.sessions().lock(ANY, ids.session())));
        assertEquals(Optional.empty(), write(stores -> stores.sessions().tryLock(ANY, ids.session())));
    }

    @Test
    void an_owner_has_one_session_of_a_kind_under_a_key() {
        var first = started(sessions.active(ANNA, "trip"));
        var second = sessions.active(ANNA, "trip");

        var kept = write(stores -> stores.sessions().insert(second, TestEvents.EPOCH));

        assertFalse(kept, "a second session was kept under the key");
        assertEquals(Optional.empty(), read(stores -> stores.sessions().find(ANY, second.id())));
        assertEquals(Optional.empty(), read(stores -> stores.events().head(ANY, TestEvents.logOf(second.id()))));
        assertEquals(List.of(first), listOf(ANNA));
    }

    @Test
    void what_was_done_before_and_after_a_refused_key_is_kept() {
        started(sessions.active(ANNA, "trip"));
        var before = sessions.active(ANNA, "before");
        var after = sessions.active(ANNA, "after");

        keep(stores -> {
            assertTrue(stores.sessions().insert(before, 1));
            assertFalse(stores.sessions().insert(sessions.active(ANNA, "trip"), 1));
            assertTrue(stores.sessions().insert(after, 1));
        });

        assertEquals(before, stored(before));
        assertEquals(after, stored(after));
    }

    @Test
    void a_session_whose_key_nobody_holds_is_added_with_what_is_logged_and_used_at_once() {
        var session = sessions.active(ANNA, "its own id");
        var used = session.touchedAt(TestTimes.at(8));

        keep(stores -> {
            stores.sessions().add(session, TestEvents.EPOCH);
            stores.events().append(TestEvents.logOf(session.id()), TestEvents.notice("started"));
            assertEquals(
                    Optional.of(new LogHead(TestEvents.logOf(session.id()), TestEvents.EPOCH, 1)),
                    stores.events().head(ANY, TestEvents.logOf(session.id())));
            assertEquals(Optional.of(session), stores.sessions().find(ANY, session.id()));
            stores.events().append(TestEvents.logOf(session.id()), TestEvents.notice("used"));
            stores.sessions().touch(session.id(), used.lastActivityAt());
        });

        assertEquals(used, stored(session));
        assertEquals(
                Optional.of(new LogHead(TestEvents.logOf(session.id()), TestEvents.EPOCH, 2)),
                read(stores -> stores.events().head(ANY, TestEvents.logOf(session.id()))));
        assertEquals(
                Optional.of(used), read(stores -> stores.sessions().findByKey(ANNA, session.kind(), session.key())));
    }

    @Test
    void a_session_is_added_changed_and_deleted_in_one_transaction() {
        var paused = sessions.active(ANNA, "paused");
        var deleted = sessions.active(ANNA, "deleted");

        keep(stores -> {
            stores.sessions().add(paused, 1);
            stores.sessions().replace(paused.movedTo(SessionStatus.PAUSED, TestTimes.at(6)));
            stores.sessions().add(deleted, 1);
            stores.sessions().delete(deleted.id(), TestTimes.at(6));
        });

        assertEquals(paused.movedTo(SessionStatus.PAUSED, TestTimes.at(6)), stored(paused));
        assertEquals(Optional.empty(), read(stores -> stores.sessions().find(ANY, deleted.id())));
        assertEquals(
                List.of(paused.id()), listOf(ANNA).stream().map(Session::id).toList());
    }

    @Test
    void nothing_is_kept_where_the_key_of_an_added_session_is_held() {
        var first = started(sessions.active(ANNA, "trip"));
        var other = sessions.active(ANNA, "other");

        assertThrows(
                RuntimeException.class,
                () -> keep(stores -> {
                    stores.sessions().add(other, 1);
                    stores.sessions().add(sessions.active(ANNA, "trip"), 1);
                }));

        assertEquals(List.of(first), listOf(ANNA));
    }

    @Test
    void a_session_is_replaced_used_and_replaced_again_in_one_transaction() {
        var session = started(sessions.active(ANNA, "a"));
        var paused = session.movedTo(SessionStatus.PAUSED, TestTimes.at(6));
        var renamed = paused.touchedAt(TestTimes.at(7)).renamedTo(Optional.of("Lisbon"));

        keepIn(session.id(), stores -> {
            stores.events().append(TestEvents.logOf(session.id()), TestEvents.notice("before"));
            stores.sessions().replace(paused);
            stores.events().append(TestEvents.logOf(session.id()), TestEvents.notice("paused"));
            stores.sessions().touch(session.id(), TestTimes.at(7));
            stores.sessions().replace(renamed);
            stores.sessions().touch(session.id(), TestTimes.at(8));
        });

        assertEquals(renamed.touchedAt(TestTimes.at(8)), stored(session));
        assertEquals(
                Optional.of(2L),
                read(stores -> stores.events()
                        .head(ANY, TestEvents.logOf(session.id()))
                        .map(LogHead::sequence)));
    }

    @Test
    void a_key_is_one_owners_and_one_kinds() {
        var all = List.of(
                started(sessions.active(ANNA, "trip")),
                started(sessions.active(BERT, "trip")),
                started(sessions.of(SessionKind.SHARED, ANNA, "trip")),
                started(sessions.active(ANNA, "Trip")),
                started(sessions.active(ANNA, "trip ")),
                started(sessions.active(new UserId("Anna"), "trip")));

        for (var session : all) {
            assertEquals(session, stored(session));
        }
    }

    @Test
    void a_key_is_held_by_the_live_and_the_completed_only() {
        for (var status : SessionStatus.values()) {
            var first = started(sessions.inStatus(status, ANNA, "in " + status));
            var second = sessions.active(ANNA, "in " + status);

            var kept = write(stores -> stores.sessions().insert(second, 1));

            assertEquals(!status.holdsKey(), kept, "key of a session that is " + status);
            assertEquals(
                    Optional.of(status.holdsKey() ? first : second),
                    read(stores -> stores.sessions().findByKey(ANNA, SessionKind.CHAT, "in " + status)));
        }
    }

    @Test
    void a_session_gives_its_key_up_when_its_status_no_longer_holds_it() {
        for (var end : List.of(SessionStatus.TERMINATED, SessionStatus.EXPIRED, SessionStatus.ARCHIVED)) {
            var key = "until " + end;
            var first = started(sessions.active(ANNA, key));
            var completed = first.movedTo(SessionStatus.COMPLETED, TestTimes.at(6));
            assertTrue(did(stores -> stores.sessions().change(completed, 1)));
            assertFalse(did(stores -> stores.sessions().insert(sessions.active(ANNA, key), 1)));

            var ended = completed.movedTo(end, TestTimes.at(7));
            assertTrue(did(stores -> stores.sessions().change(ended, 2)));

            assertEquals(Optional.empty(), read(stores -> stores.sessions().findByKey(ANNA, SessionKind.CHAT, key)));
            var second = started(sessions.active(ANNA, key));
            assertEquals(Optional.of(second), read(stores -> stores.sessions().findByKey(ANNA, SessionKind.CHAT, key)));
            assertEquals(ended, stored(first));
        }
    }

    @Test
    void a_key_finds_its_owners_session_of_that_kind() {
        var chat = started(sessions.active(ANNA, "trip"));
        var shared = started(sessions.of(SessionKind.SHARED, ANNA, "trip"));

        keep(stores -> {
            var store = stores.sessions();

            assertEquals(Optional.of(chat), store.findByKey(ANNA, SessionKind.CHAT, "trip"));
            assertEquals(Optional.of(shared), store.findByKey(ANNA, SessionKind.SHARED, "trip"));
            assertEquals(Optional.empty(), store.findByKey(ANNA, SessionKind.WORKFLOW, "trip"));
            assertEquals(Optional.empty(), store.findByKey(ANNA, SessionKind.CHAT, "TRIP"));
            assertEquals(Optional.empty(), store.findByKey(BERT, SessionKind.CHAT, "trip"));
        });
    }

    @Test
    void an_orphan_is_nobodys_until_it_is_claimed() {
        var orphan = started(sessions.orphan("dev-1"));
        started(sessions.of(SessionKind.DEVICE, ANNA, "dev-2"));
        assertEquals(orphan, stored(orphan));
        assertEquals(Optional.empty(), read(stores -> stores.sessions().findByKey(ANNA, SessionKind.DEVICE, "dev-1")));

        var claimed = TestSessions.givenTo(ANNA, orphan);
        assertTrue(did(stores -> stores.sessions().change(claimed, 1)));

        assertEquals(claimed, stored(orphan));
        assertEquals(
                Optional.of(claimed), read(stores -> stores.sessions().findByKey(ANNA, SessionKind.DEVICE, "dev-1")));
        assertEquals(2, listOf(ANNA).size());
    }

    @Test
    void a_change_replaces_the_session_if_its_version_is_the_expected_one() {
        var session = started(sessions.active(ANNA, "a"));
        var renamed = session.renamedTo(Optional.of("Lisbon"));
        var paused = renamed.movedTo(SessionStatus.PAUSED, TestTimes.at(6));

        assertTrue(did(stores -> stores.sessions().change(renamed, 1)));
        assertEquals(renamed, stored(session));
        assertTrue(did(stores -> stores.sessions().change(paused, 2)));
        assertEquals(paused, stored(session));
    }

    @Test
    void a_change_of_another_version_changes_nothing() {
        var session = started(sessions.active(ANNA, "a"));
        var renamed = session.renamedTo(Optional.of("Lisbon"));
        assertTrue(did(stores -> stores.sessions().change(renamed, 1)));

        var late = session.renamedTo(Optional.of("Porto"));
        assertFalse(did(stores -> stores.sessions().change(late, 1)));
        assertFalse(did(stores -> stores.sessions().change(late, 3)));
        assertFalse(did(stores -> stores.sessions().change(sessions.active(ANNA, "unknown"), 1)));

        assertEquals(renamed, stored(session));
    }

    @Test
    void activity_moves_forward_only_and_leaves_the_version() {
        var session = started(sessions.active(ANNA, "a"));

        keep(stores -> stores.sessions().touch(session.id(), TestTimes.at(7)));
        keep(stores -> stores.sessions().touch(session.id(), TestTimes.at(6)));

        assertEquals(session.touchedAt(TestTimes.at(7)), stored(session));
        assertEquals(1, stored(session).version());
        var renamed = stored(session).renamedTo(Optional.of("Lisbon"));
        assertTrue(did(stores -> stores.sessions().change(renamed, 1)));
        assertEquals(renamed, stored(session));
    }

    @Test
    void a_lock_shows_the_session_and_where_its_log_ends() {
        var session = started(sessions.active(ANNA, "a"));
        logged(session.id(), TestEvents.notice("one"), TestEvents.notice("two"));

        var locked = write(stores -> stores.sessions().lock(ANY, session.id()));
        var tried = write(stores -> stores.sessions().tryLock(ANY, session.id()));

        assertEquals(Optional.of(new LockedSession(session, TestEvents.EPOCH, 2)), locked);
        assertEquals(locked, tried);
    }

    @Test
    void a_lock_shows_what_its_own_transaction_did() {
        var session = sessions.active(ANNA, "a");
        var renamed = session.renamedTo(Optional.of("Lisbon"));

        var seen = write(stores -> {
            stores.sessions().insert(session, TestEvents.EPOCH);
            stores.events().append(TestEvents.logOf(session.id()), TestEvents.notice("one"));
            stores.sessions().change(renamed, 1);
            stores.sessions().touch(session.id(), TestTimes.at(7));
            return stores.sessions().lock(ANY, session.id());
        });

        assertEquals(Optional.of(new LockedSession(renamed.touchedAt(TestTimes.at(7)), TestEvents.EPOCH, 1)), seen);
    }

    @Test
    void many_are_locked_and_replaced_at_once() {
        var annas = started(sessions.active(ANNA, "a"));
        var berts = started(sessions.active(BERT, "b"));
        var all = List.of(annas.id(), ids.session(), berts.id());
        var expired = TestTimes.at(9);

        keep(stores -> {
            var locked = stores.sessions().tryLockAll(ANY, all);
            assertEquals(
                    Set.of(annas, berts),
                    locked.stream().map(LockedSession::session).collect(toSet()));
            locked.forEach(one -> {
                stores.sessions().replace(one.session().agedTo(SessionStatus.EXPIRED, expired));
                stores.events().append(TestEvents.logOf(one.session().id()), TestEvents.notice("over"));
            });
            assertEquals(
                    Optional.of(SessionStatus.EXPIRED),
                    stores.sessions().find(ANY, annas.id()).map(Session::status));
        });

        assertEquals(annas.agedTo(SessionStatus.EXPIRED, expired), stored(annas));
        assertEquals(berts.agedTo(SessionStatus.EXPIRED, expired), stored(berts));
        assertEquals(
                Optional.of(1L),
                read(stores ->
                        stores.events().head(ANY, TestEvents.logOf(berts.id())).map(head -> head.sequence())));
        assertEquals(List.of(), write(stores -> stores.sessions().tryLockAll(ANY, List.of())));
        assertEquals(
                1,
                write(stores -> stores.sessions().tryLockAll(new SessionAccess.Owner(ANNA), all))
                        .size());
    }

    @Test
    void a_session_is_replaced_in_the_version_before_only() {
        var session = started(sessions.active(ANNA, "a"));
        var late = session.renamedTo(Optional.of("one")).renamedTo(Optional.of("two"));

        assertThrows(
                RuntimeException.class,
                () -> keepIn(session.id(), stores -> stores.sessions().replace(late)));
        assertEquals(session, stored(session));
        assertThrows(
                IllegalStateException.class,
                () -> keep(stores -> stores.sessions().replace(session.renamedTo(Optional.of("unlocked")))));
    }

    @Test
    void the_inactive_are_those_of_a_kind_and_status_untouched_since_longest_first() {
        var third = inactiveSince(3, SessionStatus.ACTIVE, SessionKind.SHARED, ANNA);
        var first = inactiveSince(1, SessionStatus.ACTIVE, SessionKind.SHARED, ANNA);
        var second = inactiveSince(2, SessionStatus.ACTIVE, SessionKind.SHARED, BERT);
        inactiveSince(4, SessionStatus.ACTIVE, SessionKind.SHARED, BERT);
        inactiveSince(1, SessionStatus.IDLE, SessionKind.SHARED, BERT);
        inactiveSince(1, SessionStatus.ACTIVE, SessionKind.WORKER, BERT);

        keep(stores -> {
            var store = stores.sessions();
            var before = TestTimes.at(4);

            assertEquals(
                    List.of(first.id(), second.id(), third.id()),
                    store.inactive(SessionKind.SHARED, SessionStatus.ACTIVE, before, ALL));
            assertEquals(
                    List.of(first.id(), second.id()),
                    store.inactive(SessionKind.SHARED, SessionStatus.ACTIVE, before, 2));
            var behind = new SessionStore.Position(first.lastActivityAt(), first.id());
            assertEquals(
                    List.of(second, third),
                    store.unused(SessionKind.SHARED, SessionStatus.ACTIVE, before, Optional.of(behind), ALL));
            assertEquals(
                    List.of(first),
                    store.unused(SessionKind.SHARED, SessionStatus.ACTIVE, before, Optional.empty(), 1));
            store.touch(first.id(), TestTimes.at(5));
            assertEquals(
                    List.of(second.id(), third.id()),
                    store.inactive(SessionKind.SHARED, SessionStatus.ACTIVE, before, ALL));
        });
    }

    @Test
    void the_used_are_those_of_a_kind_active_since_of_whatever_status_latest_first() {
        var since = TestTimes.at(2);
        inactiveSince(1, SessionStatus.ACTIVE, SessionKind.CHAT, ANNA);
        var first = inactiveSince(2, SessionStatus.COMPLETED, SessionKind.CHAT, BERT);
        var third = inactiveSince(4, SessionStatus.ACTIVE, SessionKind.CHAT, ANNA);
        var second = inactiveSince(3, SessionStatus.PAUSED, SessionKind.CHAT, ANNA);
        var beside = inactiveSince(3, SessionStatus.ACTIVE, SessionKind.CHAT, BERT);
        inactiveSince(3, SessionStatus.ACTIVE, SessionKind.WORKER, BERT);
        var deleted = inactiveSince(3, SessionStatus.ARCHIVED, SessionKind.CHAT, BERT);
        keep(stores -> stores.sessions().delete(deleted.id(), TestTimes.at(5)));

        keep(stores -> {
            var store = stores.sessions();
            var all = List.of(third, beside, second, first);
            assertEquals(all, store.used(SessionKind.CHAT, since, Optional.empty(), ALL));
            assertEquals(all.subList(0, 3), store.used(SessionKind.CHAT, since, Optional.empty(), 3));
            for (var place = 0; place < all.size(); place++) {
                var behind = new SessionStore.Position(
                        all.get(place).lastActivityAt(), all.get(place).id());
                assertEquals(
                        all.subList(place + 1, all.size()),
                        store.used(SessionKind.CHAT, since, Optional.of(behind), ALL));
            }
            store.touch(first.id(), TestTimes.at(5));
            assertEquals(
                    first.id(),
                    store.used(SessionKind.CHAT, since, Optional.empty(), 1)
                            .get(0)
                            .id());
        });
    }

    private Session inactiveSince(int step, SessionStatus status, SessionKind kind, UserId owner) {
        return started(sessions.inStatus(status, kind, owner, "since " + step + status + kind, TestTimes.at(step)));
    }

    private List<Session> listOf(UserId owner) {
        return read(stores -> stores.sessions().list(owner, SessionFilter.all(), Optional.empty(), ALL));
    }
}
