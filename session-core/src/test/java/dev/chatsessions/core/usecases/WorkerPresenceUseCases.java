package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.worker.WorkerEvent.PresenceChanged;
import dev.chatsessions.worker.WorkerStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker that is there, and one that is not. */
abstract class WorkerPresenceUseCases extends WorkerCases {

    private static final Duration STALE = Duration.ofSeconds(90);

    private static final Duration EVERY = Duration.ofSeconds(30);

    @BeforeEach
    final void let_ann_have_a_worker() {
        approved(ANN, registered(ROBOT));
    }

    @Test
    void a_user_is_told_once_that_a_worker_came_and_once_that_it_left() {
        workers.heartbeat(ROBOT);
        backend.advance(EVERY);
        workers.heartbeat(ROBOT);
        workers.leave(ROBOT);
        workers.leave(ROBOT);

        assertEquals(List.of(true, false), presence());
        assertEquals(WorkerStatus.OFFLINE, workers.find(ANN, ROBOT.id()).status());
    }

    @Test
    void a_worker_that_says_nothing_for_ninety_seconds_is_gone() {
        workers.heartbeat(ROBOT);

        backend.advance(STALE);
        chat.housekeeping().runOnce();
        assertEquals(WorkerStatus.ONLINE, workers.find(ANN, ROBOT.id()).status());
        backend.advance(Duration.ofMillis(1));
        node(new ScriptedAssistant()).housekeeping().runOnce();
        chat.housekeeping().runOnce();

        assertEquals(WorkerStatus.OFFLINE, workers.find(ANN, ROBOT.id()).status());
        assertEquals(List.of(true, false), presence());
        workers.heartbeat(ROBOT);
        assertEquals(List.of(true, false, true), presence());
    }

    @Test
    void a_worker_says_once_a_second_at_most_that_it_is_there() {
        workers.heartbeat(ROBOT);

        var limited = refused(RateLimited.class, "rate-limited", () -> workers.heartbeat(ROBOT));

        assertTrue(limited.retryAfter().compareTo(Duration.ofSeconds(1)) <= 0);
        backend.advance(Duration.ofSeconds(1));
        workers.heartbeat(ROBOT);
        assertEquals(List.of(true), presence());
    }

    @Test
    void questions_to_a_worker_that_is_away_wait_in_their_order() {
        var thread = threadOf(sessionOn(ANN, ROBOT).session());
        for (var i = 1; i <= 3; i++) {
            ask(ANN, thread, "Question " + i);
        }
        backend.advance(Duration.ofHours(9));
        chat.housekeeping().runOnce();

        workers.heartbeat(ROBOT);

        for (var i = 1; i <= 3; i++) {
            var ticket = workers.claim(ROBOT, 10).get(0);
            assertEquals("Question " + i, ticket.question().text());
            chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.whole());
        }
        assertEquals(List.of(), workers.claim(ROBOT, 10));
    }

    @Test
    void who_lost_his_place_in_the_users_log_is_told_the_workers_there_are() {
        var worker = workers.heartbeat(ROBOT);

        var replay = chat.live().replay(ANN, new Feed.OfUser(ANN.id()), new StartAt.Unreadable(), 10);

        var missed = assertInstanceOf(Replay.Missed.class, replay);
        var snapshot = assertInstanceOf(Snapshot.OfUser.class, missed.gap().snapshot());
        assertEquals(List.of(worker), snapshot.workers());
    }

    private List<Boolean> presence() {
        return log(ANN, new Feed.OfUser(ANN.id())).stream()
                .filter(PresenceChanged.class::isInstance)
                .map(event -> ((PresenceChanged) event).online())
                .toList();
    }
}
