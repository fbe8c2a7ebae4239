package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.worker.WorkerSessionStart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long questions wait for a worker that is away. */
abstract class WaitingUseCases extends WorkerCases {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Optional<Duration> FOR_EVER = Optional.empty();

    private static final Caller.Worker BOBS = robot("bobs-robot");

    @BeforeEach
    final void let_there_be_a_worker() {
        approved(ANN, registered(ROBOT));
        approved(BOB, registered(BOBS));
    }

    @Test
    void a_question_fails_when_its_worker_was_away_for_too_long_and_not_sooner() {
        var thread = threadOf(session(Optional.of(LIMIT)));
        var first = ask(ANN, thread, "Are you there?").id();
        backend.advance(Duration.ofMinutes(1));
        var second = ask(ANN, thread, "And now?").id();

        later(LIMIT.minusMinutes(1).minusMillis(1));
        assertEquals(List.of(ReplyStatus.QUEUED, ReplyStatus.QUEUED), statuses(first, second));
        later(Duration.ofMillis(2));

        var failed = chat.replies().find(ANN, first);
        assertEquals(Optional.of(FinishReason.FAILED), failed.finishReason());
        assertEquals(Optional.of("its worker was away for longer than 600 s"), failed.failure());
        assertEquals(Optional.empty(), failed.tokens());
        assertEquals(ReplyStatus.QUEUED, chat.replies().find(ANN, second).status());
        later(Duration.ofMinutes(1));
        assertEquals(List.of(ReplyStatus.FINISHED, ReplyStatus.FINISHED), statuses(first, second));
    }

    @Test
    void while_its_worker_is_there_a_question_waits_and_then_as_long_again() {
        var thread = threadOf(session(Optional.of(LIMIT)));
        var asked = ask(ANN, thread, "Are you there?").id();
        for (var minute = 0; minute < 20; minute++) {
            workers.heartbeat(ROBOT);
            later(Duration.ofMinutes(1));
        }
        later(LIMIT.minusMinutes(1).minusSeconds(1));
        assertEquals(List.of(ReplyStatus.QUEUED), statuses(asked));

        later(Duration.ofSeconds(2));

        assertEquals(List.of(ReplyStatus.FINISHED), statuses(asked));
    }

    @Test
    void a_worker_that_comes_in_time_answers_what_waited_in_its_order() {
        var thread = threadOf(session(Optional.of(LIMIT)));
        var first = ask(ANN, thread, "Are you there?").id();
        later(LIMIT.minusMinutes(1));

        workers.heartbeat(ROBOT);
        var ticket = workers.claim(ROBOT, 1).get(0);
        later(LIMIT.minusSeconds(1));
        assertEquals(first, ticket.reply().id());
    }

    @Test
    void a_question_that_is_answered_is_not_failed() {
        var thread = threadOf(session(Optional.of(Duration.ofSeconds(5))));
        var asked = ask(ANN, thread, "Are you there?").id();
        workers.claim(ROBOT, 1);

        later(Duration.ofSeconds(10));

        assertEquals(List.of(ReplyStatus.RUNNING), statuses(asked));
    }

    @Test
    void a_question_that_its_worker_dropped_fails_too() {
        var thread = threadOf(session(Optional.of(LIMIT)));
        var asked = ask(ANN, thread, "Are you there?").id();
        workers.claim(ROBOT, 1);
        later(LEASE.plusMillis(1));
        assertEquals(List.of(ReplyStatus.QUEUED), statuses(asked));

        later(LIMIT);

        assertEquals(List.of(ReplyStatus.FINISHED), statuses(asked));
    }

    @Test
    void a_question_to_a_worker_that_is_revoked_fails_too() {
        var thread = threadOf(session(Optional.of(LIMIT)));
        var asked = ask(ANN, thread, "Are you there?").id();
        workers.revoke(ANN, ROBOT.id());

        later(LIMIT.plusMillis(1));

        assertEquals(List.of(ReplyStatus.FINISHED), statuses(asked));
    }

    @Test
    void without_a_limit_a_question_waits_for_ever_and_a_limit_may_come_and_go() {
        var session = session(FOR_EVER);
        var thread = threadOf(session);
        var asked = ask(ANN, thread, "Are you there?").id();
        later(Duration.ofDays(3));
        assertEquals(List.of(ReplyStatus.QUEUED), statuses(asked));

        var changed = workers.limitWait(ANN, session.id(), Optional.of(Duration.ofDays(4)));
        assertEquals(Optional.of(Duration.ofDays(4)), changed.assignment().failsAfter());
        assertEquals(changed, workers.session(ANN, session.id()));
        workers.limitWait(ANN, session.id(), FOR_EVER);
        later(Duration.ofDays(2));
        assertEquals(List.of(ReplyStatus.QUEUED), statuses(asked));

        workers.limitWait(ANN, session.id(), Optional.of(LIMIT));
        later(Duration.ofMillis(1));
        assertEquals(List.of(ReplyStatus.FINISHED), statuses(asked));
    }

    @Test
    void both_limits_of_a_session_hold() {
        var start = new WorkerSessionStart(
                Optional.empty(), Optional.empty(), Optional.of(Duration.ofMinutes(20)), Optional.of(LIMIT));
        var session = workers.start(ANN, ROBOT.id(), start, RequestKey.none()).session();
        var asked = ask(ANN, threadOf(session), "Are you there?").id();

        later(LIMIT.plusMillis(1));
        assertEquals(List.of(ReplyStatus.FINISHED), statuses(asked));
        assertEquals(SessionStatus.ACTIVE, status(session.id()));
        later(LIMIT);

        assertEquals(SessionStatus.TERMINATED, status(session.id()));
    }

    @Test
    void a_limit_is_within_reason_and_its_owners_to_set() {
        var session = session(FOR_EVER).id();
        for (var unfit : List.of(Duration.ofMillis(999), Duration.ofDays(367))) {
            var refused = refused(
                    Invalid.class, "validation-failed", () -> workers.limitWait(ANN, session, Optional.of(unfit)));
            assertEquals("fails_after", refused.violations().get(0).field());
            refused(Invalid.class, "validation-failed", () -> session(Optional.of(unfit)));
        }
        refused(Forbidden.class, "forbidden", () -> workers.limitWait(ROBOT, session, FOR_EVER));
        refused(NotFound.class, "not-found", () -> workers.limitWait(BOB, session, FOR_EVER));
        var chatting = session(ANN, SessionKind.CHAT).id();
        refused(NotFound.class, "not-found", () -> workers.limitWait(ANN, chatting, FOR_EVER));
    }

    private Session session(Optional<Duration> failsAfter) {
        var start = new WorkerSessionStart(Optional.empty(), Optional.empty(), Optional.empty(), failsAfter);
        return workers.start(ANN, ROBOT.id(), start, RequestKey.none()).session();
    }

    private void later(Duration by) {
        backend.advance(by);
        chat.housekeeping().runOnce();
    }

    private List<ReplyStatus> statuses(ReplyId... replies) {
        return List.of(replies).stream()
                .map(reply -> chat.replies().find(ANN, reply))
                .map(Reply::status)
                .toList();
    }

    private SessionStatus status(SessionId session) {
        return chat.sessions().find(ANN, session).status();
    }
}
