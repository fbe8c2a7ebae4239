package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.worker.WorkerCommand;
import dev.chatsessions.worker.WorkerSession;
import dev.chatsessions.worker.WorkerSessionStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions on a worker: what its user does there, and what the worker is told of it. */
abstract class CommandUseCases extends WorkerCases {

    private static final ExpectedVersion ANY = ExpectedVersion.any();

    private static final Caller.Worker BOBS = robot("bobs-robot");

    @BeforeEach
    final void let_ann_and_bob_have_workers() {
        approved(ANN, registered(ROBOT));
        approved(BOB, registered(BOBS));
    }

    @Test
    void a_worker_is_told_in_order_what_becomes_of_its_sessions() {
        var session = sessionOn(ANN, ROBOT).session();
        chat.sessions().pause(ANN, session.id(), ANY);
        chat.sessions().resume(ANN, session.id(), ANY);
        var asked = ask(ANN, threadOf(session), "Are you there?");
        workers.claim(ROBOT, 1);
        chat.replies().stop(ANN, asked.id());
        chat.replies().stop(ANN, asked.id());
        chat.sessions().end(ANN, session.id(), ANY);

        assertEquals(
                List.of("session_start", "session_rest", "session_start", "message", "stop", "stop", "session_end"),
                commands(ROBOT));
        var all = log(ROBOT, new Feed.OfWorker(ROBOT.id()));
        var start = assertInstanceOf(WorkerCommand.StartSession.class, all.get(0));
        assertEquals(Optional.of("large"), start.model());
        assertEquals(session.id(), start.session());
        var message = assertInstanceOf(WorkerCommand.AnswerMessage.class, all.get(3));
        assertEquals(asked.id(), message.reply());
        assertEquals(asked.thread(), message.thread());
        assertEquals(
                asked.id(),
                assertInstanceOf(WorkerCommand.StopReply.class, all.get(4)).reply());
        assertEquals(List.of(), commands(BOBS));
    }

    @Test
    void commands_come_in_the_order_in_which_they_were_given_whoever_gives_them_at_once() {
        var sessions = new ArrayList<Session>();
        for (var i = 0; i < 4; i++) {
            sessions.add(sessionOn(ANN, ROBOT).session());
        }

        Collision.allServed(4, number -> () -> {
            var session = sessions.get(number);
            ask(ANN, threadOf(session), "One");
            ask(ANN, threadOf(session), "Two");
            return chat.sessions().end(ANN, session.id(), ANY);
        });

        var all = log(ROBOT, new Feed.OfWorker(ROBOT.id()));
        for (var session : sessions) {
            assertEquals(
                    List.of("session_start", "message", "message", "session_end"),
                    kinds(all.stream()
                            .filter(event -> ((WorkerCommand) event).session().equals(session.id()))
                            .toList()));
        }
        for (var i = 0; i < all.size(); i++) {
            assertEquals(i + 1, all.get(i).sequence());
        }
    }

    @Test
    void a_worker_goes_on_with_its_commands_where_it_was() {
        sessionOn(ANN, ROBOT);
        var feed = new Feed.OfWorker(ROBOT.id());
        var place = chat.live().head(ROBOT, feed);
        var second = sessionOn(ANN, ROBOT).session();

        List<LiveEvent> missed = logAfter(ROBOT, feed, new StartAt.After(place));

        assertEquals(1, missed.size());
        assertEquals(second.id(), ((WorkerCommand) missed.get(0)).session());
        var follower = follow(ROBOT, feed, new StartAt.After(place));
        ask(ANN, threadOf(second), "Are you there?");
        follower.awaitEvent(
                WorkerCommand.AnswerMessage.class, message -> message.session().equals(second.id()));
        assertEquals(List.of("session_start", "message"), follower.kinds());
    }

    @Test
    void who_lost_its_place_is_told_the_sessions_and_replies_there_are() {
        var ended = sessionOn(ANN, ROBOT).session();
        chat.sessions().end(ANN, ended.id(), ANY);
        var lives = sessionOn(ANN, ROBOT);
        var asked = ask(ANN, threadOf(lives.session()), "Are you there?");

        var replay = chat.live().replay(ROBOT, new Feed.OfWorker(ROBOT.id()), new StartAt.Unreadable(), 10);

        var missed = assertInstanceOf(Replay.Missed.class, replay);
        var snapshot = assertInstanceOf(Snapshot.OfWorker.class, missed.gap().snapshot());
        assertEquals(List.of(workers.session(ROBOT, lives.session().id())), snapshot.sessions());
        assertEquals(List.of(asked), snapshot.replies());
    }

    @Test
    void nobody_but_the_worker_reads_its_commands() {
        sessionOn(ANN, ROBOT);
        var feed = new Feed.OfWorker(ROBOT.id());

        refused(NotFound.class, "not-found", () -> chat.live().head(BOBS, feed));
        refused(Forbidden.class, "forbidden", () -> chat.live().head(ANN, feed));
    }

    @Test
    void sessions_are_started_on_ones_own_workers_only() {
        refused(NotFound.class, "not-found", () -> sessionOn(BOB, ROBOT));
        refused(NotFound.class, "not-found", () -> sessionOn(ANN, robot("nobodys")));
        var start = new SessionStart(
                SessionKind.WORKER, Optional.empty(), Optional.empty(), new Answerer.Worker(ROBOT.id()));
        refused(NotFound.class, "not-found", () -> chat.sessions().start(BOB, start, RequestKey.none()));
        refused(NotFound.class, "not-found", () -> chat.sessions().open(BOB, start));

        assertEquals(List.of(), commands(ROBOT));
        chat.sessions().start(ANN, start, RequestKey.none());
        assertEquals(List.of("session_start"), commands(ROBOT));
    }

    @Test
    void a_worker_claims_and_sees_what_is_on_itself_only() {
        var anns = sessionOn(ANN, ROBOT);
        var bobs = sessionOn(BOB, BOBS);
        ask(ANN, threadOf(anns.session()), "For mine");

        assertEquals(List.of(), workers.claim(BOBS, 10));
        assertEquals(
                List.of(bobs),
                workers.sessions(BOBS, BOBS.id(), PageRequest.first(10)).items());
        refused(NotFound.class, "not-found", () -> workers.sessions(BOBS, ROBOT.id(), PageRequest.first(10)));
        refused(
                NotFound.class,
                "not-found",
                () -> workers.session(BOBS, anns.session().id()));
        refused(
                NotFound.class,
                "not-found",
                () -> workers.ready(BOBS, anns.session().id(), Optional.empty()));
        refused(
                NotFound.class,
                "not-found",
                () -> workers.session(BOB, anns.session().id()));
        assertEquals(1, workers.claim(ROBOT, 10).size());
    }

    @Test
    void starting_under_the_same_key_starts_once() {
        var key = RequestKey.of("once");

        var first = workers.start(ANN, ROBOT.id(), WorkerSessionStart.of("large"), key);
        var again = workers.start(ANN, ROBOT.id(), WorkerSessionStart.of("large"), key);

        assertEquals(first, again);
        assertEquals(List.of("session_start"), commands(ROBOT));
    }

    @Test
    void a_worker_says_when_it_is_ready_and_what_it_calls_the_session() {
        var session = sessionOn(ANN, ROBOT).session();

        var ready = workers.ready(ROBOT, session.id(), Optional.of("ses_1"));
        workers.ready(ROBOT, session.id(), Optional.empty());

        assertEquals(Optional.of("ses_1"), ready.assignment().agentSession());
        var now = workers.session(ANN, session.id()).assignment();
        assertEquals(Optional.of("ses_1"), now.agentSession());
        assertEquals(List.of("session_started", "thread_opened", "session_ready"), kinds(log(ANN, feed(session))));
    }

    @Test
    void a_worker_that_is_ready_too_late_changes_nothing() {
        var session = sessionOn(ANN, ROBOT).session();
        chat.sessions().end(ANN, session.id(), ANY);
        var before = kinds(log(ANN, feed(session)));

        refused(Conflict.class, "session-ended", () -> workers.ready(ROBOT, session.id(), Optional.of("ses_1")));

        assertEquals(
                Optional.empty(),
                workers.session(ANN, session.id()).assignment().agentSession());
        assertEquals(before, kinds(log(ANN, feed(session))));
    }

    @Test
    void a_worker_is_handed_no_more_than_it_holds_at_once() {
        for (var i = 0; i < 3; i++) {
            ask(ANN, threadOf(sessionOn(ANN, ROBOT).session()), "Question " + i);
        }

        var held = workers.claim(ROBOT, 100);

        assertEquals(2, held.size());
        refused(RateLimited.class, "rate-limited", () -> workers.claim(ROBOT, 1));
        var ticket = held.get(0);
        chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.whole());
        assertEquals(1, workers.claim(ROBOT, 100).size());
        refused(Invalid.class, "validation-failed", () -> workers.claim(ROBOT, 0));
    }

    @Test
    void what_a_lost_worker_held_is_offered_again_and_told_again() {
        var session = sessionOn(ANN, ROBOT).session();
        var first = ask(ANN, threadOf(session), "One");
        var second = ask(ANN, threadOf(session), "Two");
        workers.claim(ROBOT, 1);

        backend.advance(LEASE.plusMillis(1));
        chat.housekeeping().runOnce();

        assertEquals(List.of("session_start", "message", "message", "message"), commands(ROBOT));
        var ticket = workers.claim(ROBOT, 1).get(0);
        assertEquals(first.id(), ticket.reply().id());
        chat.replies().append(ROBOT, first.id(), ticket.fence(), TextOffset.START, "Half of");
        backend.advance(LEASE.plusMillis(1));
        chat.housekeeping().runOnce();

        assertEquals(
                Optional.of(FinishReason.EXPIRED),
                chat.replies().find(ANN, first.id()).finishReason());
        var last = log(ROBOT, new Feed.OfWorker(ROBOT.id())).get(4);
        assertEquals(
                second.id(),
                assertInstanceOf(WorkerCommand.AnswerMessage.class, last).reply());
    }

    @Test
    void a_question_that_takes_anothers_place_stops_it() {
        var thread = threadOf(sessionOn(ANN, ROBOT).session());
        ask(ANN, thread, "One");
        workers.claim(ROBOT, 1);

        chat.replies().ask(ANN, thread, new Question(NewMessage.user("Two"), TurnPolicy.INTERRUPT), RequestKey.none());

        assertEquals(List.of("session_start", "message", "stop", "message"), commands(ROBOT));
        assertEquals("Two", workers.claim(ROBOT, 1).get(0).question().text());
    }

    @Test
    void a_session_rests_when_it_is_unused_and_a_question_wakes_it() {
        var session = sessionOn(ANN, ROBOT).session();
        backend.advance(Duration.ofMinutes(30).plusMillis(1));
        chat.housekeeping().runOnce();

        ask(ANN, threadOf(session), "Are you there?");

        assertEquals(List.of("session_start", "session_rest", "message"), commands(ROBOT));
        assertEquals(
                SessionStatus.ACTIVE, chat.sessions().find(ANN, session.id()).status());
    }

    @Test
    void a_session_is_ended_when_it_is_unused_for_longer_than_it_may_be_and_not_sooner() {
        var limit = Duration.ofHours(2);
        var start =
                new WorkerSessionStart(Optional.empty(), Optional.of("Short"), Optional.of(limit), Optional.empty());
        var limited = workers.start(ANN, ROBOT.id(), start, RequestKey.none()).session();
        var unlimited = sessionOn(ANN, ROBOT).session();
        backend.advance(limit.minusMinutes(10));
        chat.threads().append(ANN, threadOf(limited), List.of(NewMessage.user("Still here")), RequestKey.none());
        backend.advance(Duration.ofMinutes(20));
        chat.housekeeping().runOnce();
        assertEquals(
                SessionStatus.ACTIVE, chat.sessions().find(ANN, limited.id()).status());

        backend.advance(limit.minusMinutes(20).minusMillis(1));
        chat.housekeeping().runOnce();
        assertEquals(SessionStatus.IDLE, chat.sessions().find(ANN, limited.id()).status());
        backend.advance(Duration.ofMillis(2));
        chat.housekeeping().runOnce();

        assertEquals(
                SessionStatus.TERMINATED,
                chat.sessions().find(ANN, limited.id()).status());
        assertEquals(
                SessionStatus.IDLE, chat.sessions().find(ANN, unlimited.id()).status());
        assertEquals("session_end", commands(ROBOT).get(commands(ROBOT).size() - 1));
    }

    @Test
    void a_session_that_was_put_aside_is_not_ended_before_it_is_taken_up_again() {
        var start = new WorkerSessionStart(
                Optional.empty(), Optional.empty(), Optional.of(Duration.ofMinutes(5)), Optional.empty());
        var session = workers.start(ANN, ROBOT.id(), start, RequestKey.none()).session();
        chat.sessions().pause(ANN, session.id(), ANY);
        backend.advance(Duration.ofHours(1));
        chat.housekeeping().runOnce();
        assertEquals(
                SessionStatus.PAUSED, chat.sessions().find(ANN, session.id()).status());

        chat.sessions().resume(ANN, session.id(), ANY);
        backend.advance(Duration.ofMinutes(5).plusMillis(1));
        chat.housekeeping().runOnce();

        assertEquals(
                SessionStatus.TERMINATED,
                chat.sessions().find(ANN, session.id()).status());
    }

    @Test
    void sessions_are_listed_newest_first_and_to_the_worker_only_those_that_live() {
        var first = sessionOn(ANN, ROBOT);
        var second = sessionOn(ANN, ROBOT);
        var third = sessionOn(ANN, ROBOT);
        chat.sessions().end(ANN, second.session().id(), ANY);
        chat.sessions().delete(ANN, third.session().id());
        chat.housekeeping().runOnce();
        var fourth = sessionOn(ANN, ROBOT);

        var page = workers.sessions(ANN, ROBOT.id(), PageRequest.first(2));
        assertEquals(List.of(fourth.session().id(), second.session().id()), idsOf(page.items()));
        var rest =
                workers.sessions(ANN, ROBOT.id(), PageRequest.after(page.next().orElseThrow(), 2));
        assertEquals(List.of(first.session().id()), idsOf(rest.items()));
        assertEquals(
                List.of(fourth, first),
                workers.sessions(ROBOT, ROBOT.id(), PageRequest.first(10)).items());
    }

    private static List<SessionId> idsOf(List<WorkerSession> sessions) {
        return sessions.stream().map(on -> on.session().id()).toList();
    }
}
