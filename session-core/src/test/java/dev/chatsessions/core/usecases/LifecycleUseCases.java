package dev.chatsessions.core.usecases;

import static dev.chatsessions.session.SessionStatus.ACTIVE;
import static dev.chatsessions.session.SessionStatus.ARCHIVED;
import static dev.chatsessions.session.SessionStatus.COMPLETED;
import static dev.chatsessions.session.SessionStatus.EXPIRED;
import static dev.chatsessions.session.SessionStatus.IDLE;
import static dev.chatsessions.session.SessionStatus.PAUSED;
import static dev.chatsessions.session.SessionStatus.TERMINATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionEvent.SessionChanged;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lifecycle of sessions: every move from every status, and what ageing does. */
abstract class LifecycleUseCases extends UseCases {

    private static final Duration IDLE_AFTER = Duration.ofMinutes(30);

    private static final Duration SHARED_EXPIRY = Duration.ofHours(1);

    /** From where each status may be reached by a client. */
    private static final Map<SessionStatus, Set<SessionStatus>> LEGAL = Map.of(
            PAUSED, EnumSet.of(ACTIVE, IDLE),
            ACTIVE, EnumSet.of(PAUSED, IDLE, COMPLETED),
            COMPLETED, EnumSet.of(ACTIVE, IDLE, PAUSED),
            TERMINATED, EnumSet.of(ACTIVE, IDLE, PAUSED),
            ARCHIVED, EnumSet.of(ACTIVE, IDLE, PAUSED, COMPLETED, TERMINATED, EXPIRED));

    @ParameterizedTest
    @EnumSource(SessionStatus.class)
    void every_legal_move_is_one_event_and_one_version(SessionStatus from) {
        for (var to : LEGAL.keySet()) {
            if (!LEGAL.get(to).contains(from)) {
                continue;
            }
            var session = sessionThatIs(from);
            var log = log(ANN, feed(session));

            var moved = move(session, to, ExpectedVersion.of(session.version()));

            assertEquals(to, moved.status(), from + " to " + to);
            assertEquals(session.version() + 1, moved.version());
            assertEquals(to.isLive(), moved.endedAt().isEmpty());
            assertEquals(moved, chat.sessions().find(ANN, session.id()));
            var news = log(ANN, feed(session)).subList(log.size(), log.size() + 1);
            var event = assertInstanceOf(SessionChanged.class, news.get(0));
            assertEquals(to, event.status());
            assertEquals(moved.version(), event.version());
            assertEquals(log.size() + 1, log(ANN, feed(session)).size());
        }
    }

    @ParameterizedTest
    @EnumSource(SessionStatus.class)
    void every_other_move_is_refused_by_the_names_of_both_and_changes_nothing(SessionStatus from) {
        for (var to : LEGAL.keySet()) {
            if (from == to || LEGAL.get(to).contains(from)) {
                continue;
            }
            var session = sessionThatIs(from);
            var log = log(ANN, feed(session));

            var refusal = conflict("illegal-transition", () -> move(session, to, ExpectedVersion.any()));

            assertTrue(refusal.getMessage().contains(word(from)), refusal.getMessage());
            assertTrue(refusal.getMessage().contains(word(to)), refusal.getMessage());
            assertEquals(session, chat.sessions().find(ANN, session.id()));
            assertEquals(log, log(ANN, feed(session)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionStatus.class,
            names = {"IDLE", "EXPIRED"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_move_to_where_a_session_is_changes_nothing_and_tells_nothing(SessionStatus status) {
        var session = sessionThatIs(status);
        var log = log(ANN, feed(session));

        assertEquals(session, move(session, status, ExpectedVersion.of(session.version())));

        assertEquals(log, log(ANN, feed(session)));
    }

    @Test
    void a_paused_session_takes_messages_and_no_questions() {
        var thread = thread(ANN);
        var session = chat.threads().find(ANN, thread).session();
        chat.sessions().pause(ANN, session, ExpectedVersion.any());

        conflict("session-paused", () -> ask(ANN, thread, "Hello?"));
        chat.threads().append(ANN, thread, List.of(NewMessage.user("For later")), RequestKey.none());

        assertEquals(1, chat.threads().find(ANN, thread).messageCount());
        assertEquals(PAUSED, chat.sessions().find(ANN, session).status());
        chat.sessions().resume(ANN, session, ExpectedVersion.any());
        assertEquals(ScriptedAssistant.answerTo("For later", "Hello?"), answer(ANN, answered(ANN, thread, "Hello?")));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionStatus.class,
            names = {"COMPLETED", "TERMINATED", "EXPIRED", "ARCHIVED"})
    void a_session_that_is_over_takes_nothing_more(SessionStatus status) {
        var session = sessionWithThread(status);
        var thread = chat.threads()
                .findByKey(ANN, session.id(), "main")
                .orElseThrow()
                .id();

        conflict("session-ended", () -> ask(ANN, thread, "Hello?"));
        conflict(
                "session-ended",
                () -> chat.threads().append(ANN, thread, List.of(NewMessage.user("late")), RequestKey.none()));
        conflict("session-ended", () -> threadIn(ANN, session.id()));
        conflict(
                "session-ended",
                () -> chat.sessions().announce(ANN, session.id(), "late", JsonValue.of(1), RequestKey.none()));
        conflict(
                "session-ended",
                () -> chat.sessions()
                        .changeState(
                                ANN,
                                session.id(),
                                new StateChange.Put("late", JsonValue.of(1)),
                                ExpectedVersion.any(),
                                RequestKey.none()));
        assertEquals(session, chat.sessions().find(ANN, session.id()));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionKind.class,
            names = {"WORKFLOW", "SHARED"})
    void nobody_answers_where_there_is_no_answerer(SessionKind kind) {
        var thread = threadIn(ANN, session(ANN, kind).id()).id();

        conflict("no-answerer", () -> ask(ANN, thread, "Anybody?"));

        chat.threads().append(ANN, thread, List.of(NewMessage.user("Noted")), RequestKey.none());
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionStatus.class,
            names = {"COMPLETED", "TERMINATED", "ARCHIVED"})
    void a_session_that_ends_stops_its_open_replies(SessionStatus status) {
        var ticket = heldByRobot();
        chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), TextOffset.START, "I see");
        var queued = ask(ANN, ticket.reply().thread(), "And now?");
        var session = chat.sessions().find(ANN, ticket.reply().session());

        move(session, status, ExpectedVersion.any());

        var stopped = chat.replies().find(ANN, ticket.reply().id());
        assertEquals(Optional.of(FinishReason.STOPPED), stopped.finishReason());
        assertEquals("I see", answer(ANN, stopped));
        assertEquals(
                Optional.of(FinishReason.STOPPED),
                chat.replies().find(ANN, queued.id()).finishReason());
        conflict(
                "lease-lost",
                () -> chat.replies().heartbeat(ROBOT, ticket.reply().id(), ticket.fence()));
    }

    private Session sessionThatIs(SessionStatus status) {
        return switch (status) {
            case ACTIVE -> session(ANN, SessionKind.CHAT);
            case IDLE -> aged(session(ANN, SessionKind.WORKER), IDLE_AFTER);
            case EXPIRED -> aged(session(ANN, SessionKind.SHARED), SHARED_EXPIRY);
            default -> move(session(ANN, SessionKind.CHAT), status, ExpectedVersion.any());
        };
    }

    private Session sessionWithThread(SessionStatus status) {
        var session = session(ANN, status == EXPIRED ? SessionKind.SHARED : SessionKind.CHAT);
        chat.threads().open(ANN, session.id(), ThreadStart.of("main"));
        return status == EXPIRED ? aged(session, SHARED_EXPIRY) : move(session, status, ExpectedVersion.any());
    }

    private Session aged(Session session, Duration unused) {
        backend.advance(unused.plusSeconds(1));
        chat.housekeeping().runOnce();
        return chat.sessions().find(ANN, session.id());
    }

    private Session move(Session session, SessionStatus to, ExpectedVersion expected) {
        var id = session.id();
        return switch (to) {
            case ACTIVE -> chat.sessions().resume(ANN, id, expected);
            case PAUSED -> chat.sessions().pause(ANN, id, expected);
            case COMPLETED -> chat.sessions().complete(ANN, id, expected);
            case TERMINATED -> chat.sessions().end(ANN, id, expected);
            case ARCHIVED -> chat.sessions().archive(ANN, id, expected);
            case IDLE, EXPIRED -> throw new IllegalArgumentException("no client moves a session to " + to);
        };
    }

    private static String word(SessionStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
