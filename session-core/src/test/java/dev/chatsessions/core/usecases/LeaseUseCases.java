package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.NewMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Producers that are lost, and what becomes of what they held. */
abstract class LeaseUseCases extends UseCases {

    private static final Duration MOST_OF_A_LEASE = Duration.ofSeconds(10);

    @Test
    void a_claim_lasts_for_a_lease() {
        var ticket = heldByRobot();

        assertEquals(1, ticket.reply().attempts());
        assertEquals(ReplyStatus.RUNNING, ticket.reply().status());
        assertEquals("What do you see?", ticket.question().text());
        assertEquals(List.of(), chat.replies().claim(ROBOT, 10));
    }

    @Test
    void a_reply_without_text_whose_producer_is_lost_is_offered_again_under_a_higher_fence() {
        var first = heldByRobot();
        leaseRunsOut();
        assertEquals(ReplyStatus.QUEUED, reply(first).status());

        var second = claimed();

        assertEquals(first.reply().id(), second.reply().id());
        assertEquals(2, second.reply().attempts());
        assertTrue(second.fence().value() > first.fence().value());
    }

    @Test
    void a_producer_that_comes_back_late_is_refused() {
        var first = heldByRobot();
        leaseRunsOut();
        var second = claimed();

        conflict("lease-lost", () -> append(first, 0, "I saw"));
        conflict(
                "lease-lost",
                () -> chat.replies().complete(ROBOT, first.reply().id(), first.fence(), Completion.whole()));
        append(second, 0, "I see");

        var end = chat.replies().complete(ROBOT, second.reply().id(), second.fence(), Completion.whole());
        assertEquals("I see", answer(ANN, end));
    }

    @Test
    void a_reply_with_text_whose_producer_is_lost_expires_with_its_text() {
        var ticket = heldByRobot();
        append(ticket, 0, "I see ");
        append(ticket, 6, "a b");

        leaseRunsOut();

        var end = reply(ticket);
        assertEquals(Optional.of(FinishReason.EXPIRED), end.finishReason());
        assertEquals("I see a b", answer(ANN, end));
        assertEquals(
                MessageStatus.EXPIRED,
                chat.threads().message(ANN, end.thread(), end.answer()).status());
        conflict("lease-lost", () -> append(ticket, 9, "oat"));
    }

    @Test
    void a_reply_that_lost_its_producer_too_often_expires() {
        var ticket = heldByRobot();
        leaseRunsOut();
        claimed();
        leaseRunsOut();
        claimed();

        leaseRunsOut();

        assertEquals(Optional.of(FinishReason.EXPIRED), reply(ticket).finishReason());
        assertEquals(3, reply(ticket).attempts());
        assertEquals(List.of(), chat.replies().claim(ROBOT, 10));
    }

    @Test
    void a_reply_that_was_to_be_stopped_is_stopped_when_its_producer_is_lost() {
        var ticket = heldByRobot();
        append(ticket, 0, "I see ");
        chat.replies().stop(ANN, ticket.reply().id());

        leaseRunsOut();

        assertEquals(Optional.of(FinishReason.STOPPED), reply(ticket).finishReason());
        assertEquals("I see ", answer(ANN, ticket.reply()));
    }

    @Test
    void every_write_of_its_producer_keeps_a_reply() {
        var ticket = heldByRobot();

        almostRunsOut();
        chat.replies().heartbeat(ROBOT, ticket.reply().id(), ticket.fence());
        almostRunsOut();
        chat.replies().report(ROBOT, ticket.reply().id(), ticket.fence(), "still looking");
        almostRunsOut();
        append(ticket, 0, "A boat");
        almostRunsOut();
        append(ticket, 0, "A boat");
        almostRunsOut();

        var end = chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.whole());
        assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
    }

    @Test
    void a_lost_producer_is_noticed_by_the_next_claim_without_a_sweep() {
        var first = heldByRobot();
        backend.advance(LEASE.plusSeconds(1));

        var second = claimed();

        assertEquals(first.reply().id(), second.reply().id());
        conflict("lease-lost", () -> append(first, 0, "late"));
    }

    @Test
    void a_lost_producer_is_noticed_by_the_next_question_without_a_sweep() {
        var ticket = heldByRobot();
        append(ticket, 0, "I see ");
        backend.advance(LEASE.plusSeconds(1));

        var next = ask(ticket.reply().thread(), "And now?", TurnPolicy.REJECT);

        assertEquals(Optional.of(FinishReason.EXPIRED), reply(ticket).finishReason());
        assertEquals(next.id(), claimed().reply().id());
    }

    @Test
    void the_next_question_of_the_thread_goes_on_when_a_reply_expires() {
        var ticket = heldByRobot();
        append(ticket, 0, "I see ");
        var next = ask(ANN, ticket.reply().thread(), "And now?");
        assertEquals(List.of(), chat.replies().claim(ROBOT, 10));

        leaseRunsOut();

        assertEquals(next.id(), claimed().reply().id());
    }

    @Test
    void one_reply_of_a_thread_is_claimed_at_a_time_and_the_oldest_first() {
        var threads = List.of(robotThread(ANN), robotThread(ANN));
        var first = ask(ANN, threads.get(0), "1");
        ask(ANN, threads.get(0), "2");
        backend.advance(Duration.ofSeconds(1));
        var other = ask(ANN, threads.get(1), "3");

        var tickets = chat.replies().claim(ROBOT, 10);

        assertEquals(
                List.of(first.id(), other.id()),
                tickets.stream().map(ticket -> ticket.reply().id()).toList());
    }

    @Test
    void no_more_replies_are_claimed_than_asked_for() {
        for (var i = 0; i < 3; i++) {
            ask(ANN, robotThread(ANN), "What do you see?");
        }

        assertEquals(2, chat.replies().claim(ROBOT, 2).size());
        refused(Invalid.class, "validation-failed", () -> chat.replies().claim(ROBOT, 0));
        refused(Invalid.class, "validation-failed", () -> chat.replies().claim(ROBOT, 101));
    }

    @Test
    void what_was_claimed_before_the_storage_went_away_is_handed_over() {
        var way = new MortalStorage(backend.storage());
        var node = nodeThatDies(way, new ScriptedAssistant());
        var first = ask(ANN, robotThread(ANN), "What do you see?");
        backend.advance(Duration.ofSeconds(1));
        ask(ANN, robotThread(ANN), "What do you hear?");

        way.dieAfter(1);
        var tickets = node.replies().claim(ROBOT, 10);

        assertEquals(
                List.of(first.id()),
                tickets.stream().map(ticket -> ticket.reply().id()).toList());
        refused(Unavailable.class, "storage-unavailable", () -> node.replies().claim(ROBOT, 10));
    }

    @Test
    void a_storage_that_goes_away_before_anything_was_claimed_is_told() {
        var way = new MortalStorage(backend.storage());
        var node = nodeThatDies(way, new ScriptedAssistant());
        ask(ANN, robotThread(ANN), "What do you see?");

        way.dieAfter(0);

        refused(Unavailable.class, "storage-unavailable", () -> node.replies().claim(ROBOT, 10));
    }

    @Test
    void another_worker_has_nothing_to_claim() {
        ask(ANN, robotThread(ANN), "What do you see?");

        assertEquals(List.of(), chat.replies().claim(new Caller.Worker(new WorkerId("other")), 10));
    }

    @Test
    void an_assistant_that_lives_keeps_its_reply_however_long_it_is_silent() {
        var held = assistant.hold();
        var reply = ask(ANN, thread(ANN), "Are you there?");
        held.turn();

        for (var i = 0; i < 5; i++) {
            almostRunsOut();
        }
        held.say("Yes.").finish();

        var end = finished(ANN, reply.id());
        assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
        assertEquals(1, end.attempts());
        assertEquals("Yes.", answer(ANN, end));
    }

    @Test
    void an_assistant_that_dies_before_it_says_a_word_is_followed_by_that_of_another_node() {
        var dying = new ScriptedAssistant();
        var way = new MortalStorage(backend.storage());
        var node = nodeThatDies(way, dying);
        var held = dying.hold();
        var reply = node.replies().ask(ANN, thread(ANN), Question.of("Are you there?"), RequestKey.none());
        held.turn();

        way.die();
        leaseRunsOut();

        var end = finished(ANN, reply.id());
        assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
        assertEquals(2, end.attempts());
        assertEquals(ScriptedAssistant.answerTo("Are you there?"), answer(ANN, end));
        held.finish();
    }

    @Test
    void an_assistant_that_dies_in_the_middle_leaves_what_it_said() {
        var dying = new ScriptedAssistant();
        var way = new MortalStorage(backend.storage());
        var node = nodeThatDies(way, dying);
        var held = dying.hold();
        var thread = thread(ANN);
        var listener = new RecordingListener();
        opened(node.live().subscribe(ANN, new Feed.OfThread(thread), new StartAt.Head(), listener));
        var reply = node.replies().ask(ANN, thread, Question.of("Are you there?"), RequestKey.none());
        held.say("Half of an ans");
        listener.awaitEvent(ReplyDelta.class);

        way.die();
        leaseRunsOut();
        held.say("wer").finish();
        held.awaitEnd();

        var end = finished(ANN, reply.id());
        assertEquals(Optional.of(FinishReason.EXPIRED), end.finishReason());
        assertEquals("Half of an ans", answer(ANN, end));
    }

    /** A node whose assistants do not keep it from closing. */
    private SessionCore nodeThatDies(MortalStorage way, ScriptedAssistant itsAssistant) {
        return opened(SessionCore.builder()
                .storage(way)
                .assistant(itsAssistant)
                .housekeeping(Housekeeping.external())
                .executor(task -> new Thread(task, "an assistant that dies").start())
                .build());
    }

    private void leaseRunsOut() {
        backend.advance(LEASE.plusSeconds(1));
        chat.housekeeping().runOnce();
    }

    private void almostRunsOut() {
        backend.advance(MOST_OF_A_LEASE);
        chat.housekeeping().runOnce();
    }

    private void append(ReplyTicket ticket, int offset, String text) {
        chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), new TextOffset(offset), text);
    }

    private Reply reply(ReplyTicket ticket) {
        return chat.replies().find(ANN, ticket.reply().id());
    }

    private Reply ask(ThreadId thread, String text, TurnPolicy policy) {
        return chat.replies().ask(ANN, thread, new Question(NewMessage.user(text), policy), RequestKey.none());
    }
}
