package dev.chatsessions.core.usecases;

import static dev.chatsessions.session.SessionStatus.ACTIVE;
import static dev.chatsessions.session.SessionStatus.EXPIRED;
import static dev.chatsessions.session.SessionStatus.IDLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionEvent.SessionChanged;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.ThreadStart;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of sessions that nobody uses. */
abstract class AgeingUseCases extends UseCases {

    private static final Duration IDLE_AFTER = Duration.ofMinutes(30);

    private static final Duration SHARED_EXPIRY = Duration.ofHours(1);

    @Test
    void only_sessions_of_workers_become_idle_and_only_shared_ones_expire() {
        var sessions = List.of(SessionKind.values()).stream()
                .map(kind -> session(ANN, kind))
                .toList();

        backend.advance(IDLE_AFTER.plusSeconds(1));
        chat.housekeeping().runOnce();
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, IDLE, ACTIVE), statuses(sessions));

        backend.advance(SHARED_EXPIRY);
        chat.housekeeping().runOnce();
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, IDLE, EXPIRED), statuses(sessions));
    }

    @Test
    void an_idle_session_is_woken_by_any_activity() {
        var session = aged(session(ANN, SessionKind.WORKER), IDLE_AFTER);
        var log = log(ANN, feed(session));

        var thread = chat.threads().open(ANN, session.id(), ThreadStart.of("main"));
        chat.threads().append(ANN, thread.id(), List.of(NewMessage.user("Hello?")), RequestKey.none());

        assertEquals(ACTIVE, chat.sessions().find(ANN, session.id()).status());
        var changes = log(ANN, feed(session)).stream()
                .skip(log.size())
                .filter(SessionChanged.class::isInstance)
                .toList();
        assertEquals(1, changes.size());
    }

    @Test
    void a_question_wakes_an_idle_session_and_can_be_claimed() {
        var session = session(ANN, SessionKind.WORKER);
        var thread = threadIn(ANN, session.id()).id();
        backend.advance(IDLE_AFTER.plusSeconds(1));
        chat.housekeeping().runOnce();

        ask(ANN, thread, "Hello?");

        assertEquals(ACTIVE, chat.sessions().find(ANN, session.id()).status());
        claimed();
    }

    @Test
    void many_that_expire_at_once_are_each_told_of_once() {
        var sessions = IntStream.range(0, 5)
                .mapToObj(number -> session(ANN, SessionKind.SHARED))
                .toList();
        backend.advance(SHARED_EXPIRY.plusSeconds(1));

        chat.housekeeping().runOnce();
        chat.housekeeping().runOnce();

        for (var session : sessions) {
            var changes = log(ANN, feed(session)).stream()
                    .filter(SessionChanged.class::isInstance)
                    .toList();
            assertEquals(1, changes.size());
        }
        assertEquals(Collections.nCopies(5, EXPIRED), statuses(sessions));
    }

    @Test
    void activity_keeps_a_shared_session_alive() {
        var session = session(ANN, SessionKind.SHARED);
        for (var i = 0; i < 3; i++) {
            backend.advance(Duration.ofMinutes(40));
            chat.sessions()
                    .changeState(
                            ANN,
                            session.id(),
                            new StateChange.Put("turn", JsonValue.of(i)),
                            ExpectedVersion.any(),
                            RequestKey.none());
            chat.housekeeping().runOnce();
        }

        assertEquals(ACTIVE, chat.sessions().find(ANN, session.id()).status());
    }

    @Test
    void an_unused_shared_session_holds_its_key_no_longer_before_any_sweep() {
        var start = SessionStart.of(SessionKind.SHARED).withKey("board");
        var session = chat.sessions().open(ANN, start);
        chat.threads().open(ANN, session.id(), ThreadStart.of("main"));
        var path = new ThreadPath(SessionKind.SHARED, "board", "main");
        assertTrue(chat.threads().findByPath(ANN, path).isPresent());
        assertTrue(chat.threads().transcript(ANN, path, PageRequest.first(1)).isPresent());

        backend.advance(SHARED_EXPIRY.plusSeconds(1));

        assertEquals(Optional.empty(), chat.threads().findByPath(ANN, path));
        assertEquals(Optional.empty(), chat.threads().transcript(ANN, path, PageRequest.first(1)));
    }

    @Test
    void an_unused_shared_session_is_over_before_any_sweep() {
        var session = session(ANN, SessionKind.SHARED);
        var thread = threadIn(ANN, session.id()).id();
        backend.advance(SHARED_EXPIRY.plusSeconds(1));

        assertEquals(EXPIRED, chat.sessions().find(ANN, session.id()).status());
        conflict(
                "session-ended",
                () -> chat.threads().append(ANN, thread, List.of(NewMessage.user("late")), RequestKey.none()));
        conflict(
                "session-ended",
                () -> chat.sessions().announce(ANN, session.id(), "late", JsonValue.of(1), RequestKey.none()));
    }

    @Test
    void nothing_that_is_cleared_away_takes_an_expired_session_up_again() {
        var session = session(ANN, SessionKind.SHARED);
        var thread = threadIn(ANN, session.id()).id();
        backend.advance(SHARED_EXPIRY.plusSeconds(1));

        chat.threads().clear(ANN, thread);
        assertEquals(EXPIRED, chat.sessions().find(ANN, session.id()).status());

        chat.threads().delete(ANN, thread);
        assertEquals(EXPIRED, chat.sessions().find(ANN, session.id()).status());
    }

    @Test
    void an_expired_session_is_not_found_under_its_key_before_any_sweep() {
        var start = startOf(SessionKind.SHARED).withKey("room");
        chat.sessions().open(ANN, start);
        backend.advance(SHARED_EXPIRY.plusSeconds(1));

        assertEquals(Optional.empty(), chat.sessions().findByKey(ANN, SessionKind.SHARED, "room"));
    }

    @Test
    void a_shared_session_that_expired_frees_its_key() {
        var start = startOf(SessionKind.SHARED).withKey("room");
        var expired = chat.sessions().open(ANN, start);
        backend.advance(SHARED_EXPIRY.plusSeconds(1));
        chat.housekeeping().runOnce();

        var next = chat.sessions().open(ANN, start);

        assertTrue(!next.id().equals(expired.id()));
        assertEquals(ACTIVE, next.status());
    }

    @Test
    void a_shared_session_expires_never_before_its_time_at_once_then_and_is_told_of_once() {
        var other = node(new ScriptedAssistant());
        var session = session(ANN, SessionKind.SHARED);
        var due = session.lastActivityAt().plus(SHARED_EXPIRY);
        backend.advance(SHARED_EXPIRY.minusSeconds(2));

        for (var step = 0; step < 30; step++) {
            backend.advance(Duration.ofMillis(100));
            var before = now();
            var status = chat.sessions().find(ANN, session.id()).status();
            var listed = other.sessions()
                    .list(ANN, SessionFilter.of(SessionKind.SHARED), PageRequest.first(1))
                    .items()
                    .get(0);
            var after = now();
            assertTrue(status == EXPIRED ? !after.isBefore(due) : before.isBefore(due), status + " " + before);
            assertTrue(listed.status() == EXPIRED ? !after.isBefore(due) : before.isBefore(due));

            Collision.allServed(2, number -> () -> {
                (number == 0 ? chat : other).housekeeping().runOnce();
                return true;
            });
        }

        assertEquals(EXPIRED, chat.sessions().find(ANN, session.id()).status());
        var changes = log(ANN, feed(session)).stream()
                .filter(SessionChanged.class::isInstance)
                .toList();
        assertEquals(1, changes.size());
        assertTrue(!changes.get(0).at().isBefore(due));
    }

    @Test
    void a_list_tells_what_expired_before_any_sweep() {
        var session = session(ANN, SessionKind.SHARED);
        backend.advance(SHARED_EXPIRY.plusSeconds(1));

        var all = chat.sessions().list(ANN, SessionFilter.all(), PageRequest.first(10));
        assertEquals(EXPIRED, all.items().get(0).status());
        var live = new SessionFilter(Optional.of(SessionKind.SHARED), Set.of(ACTIVE));
        assertEquals(
                List.of(),
                chat.sessions().list(ANN, live, PageRequest.first(10)).items());
        assertEquals(session.id(), all.items().get(0).id());
    }

    @Test
    void extending_begins_the_time_anew() {
        var session = session(ANN, SessionKind.SHARED);
        backend.advance(Duration.ofMinutes(50));

        var extended = chat.sessions().extend(ANN, session.id());

        assertTrue(extended.lastActivityAt().isAfter(session.lastActivityAt()));
        assertEquals(session.version(), extended.version());
        backend.advance(Duration.ofMinutes(50));
        chat.housekeeping().runOnce();
        assertEquals(ACTIVE, chat.sessions().find(ANN, session.id()).status());
        backend.advance(Duration.ofMinutes(11));
        conflict("session-ended", () -> chat.sessions().extend(ANN, session.id()));
    }

    @Test
    void extending_wakes_an_idle_session() {
        var session = aged(session(ANN, SessionKind.WORKER), IDLE_AFTER);

        assertEquals(ACTIVE, chat.sessions().extend(ANN, session.id()).status());
    }

    private Instant now() {
        return backend.storage().read(stores -> stores.now());
    }

    private Session aged(Session session, Duration unused) {
        backend.advance(unused.plusSeconds(1));
        chat.housekeeping().runOnce();
        return chat.sessions().find(ANN, session.id());
    }

    private List<SessionStatus> statuses(List<Session> sessions) {
        return sessions.stream()
                .map(session -> chat.sessions().find(ANN, session.id()).status())
                .toList();
    }
}
