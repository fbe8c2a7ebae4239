package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.NewMessage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Questions to a thread that still owes an answer, and replies that are stopped. */
abstract class TurnUseCases extends UseCases {

    private static final String FIRST = "My name is Ann";

    private static final String SECOND = "What is my name?";

    @Test
    void a_question_to_a_busy_thread_is_answered_in_its_turn() {
        var thread = thread(ANN);
        var held = assistant.hold();
        var first = ask(ANN, thread, FIRST);
        held.turn();

        var second = ask(ANN, thread, SECOND);
        assertEquals(List.of(first.id(), second.id()), ids(chat.replies().open(ANN, thread)));
        assertEquals(ReplyStatus.QUEUED, chat.replies().find(ANN, second.id()).status());
        held.say("You are Ann.").finish();

        var answer = answer(ANN, finished(ANN, second.id()));
        assertEquals(ScriptedAssistant.answerTo(FIRST, "You are Ann.", SECOND), answer);
    }

    @Test
    void a_question_that_may_not_wait_is_refused_while_the_thread_is_busy() {
        var thread = thread(ANN);
        assistant.hold();
        ask(ANN, thread, FIRST);
        var before = chat.threads().find(ANN, thread);

        conflict("thread-busy", () -> ask(thread, SECOND, TurnPolicy.REJECT));

        assertEquals(before, chat.threads().find(ANN, thread));
    }

    @Test
    void a_question_that_may_not_wait_is_answered_in_an_idle_thread() {
        var thread = thread(ANN);
        answered(ANN, thread, FIRST);

        var reply = finished(ANN, ask(thread, SECOND, TurnPolicy.REJECT).id());

        assertEquals(Optional.of(FinishReason.COMPLETE), reply.finishReason());
    }

    @Test
    void a_question_that_interrupts_stops_all_that_are_open_and_keeps_their_text() {
        var thread = thread(ANN);
        var running = sayingPartly(thread, "Half of an ans");
        var queued = ask(ANN, thread, "And you?");

        var third = finished(ANN, ask(thread, SECOND, TurnPolicy.INTERRUPT).id());

        assertEquals(
                Optional.of(FinishReason.STOPPED),
                chat.replies().find(ANN, running).finishReason());
        assertEquals(
                Optional.of(FinishReason.STOPPED),
                chat.replies().find(ANN, queued.id()).finishReason());
        assertEquals("Half of an ans", answer(ANN, chat.replies().find(ANN, running)));
        assertEquals("", answer(ANN, queued));
        assertEquals(Optional.of(FinishReason.COMPLETE), third.finishReason());
    }

    @Test
    void what_an_interrupted_assistant_says_later_is_not_kept() {
        var thread = thread(ANN);
        var held = assistant.hold();
        var listener = follow(ANN, new Feed.OfThread(thread), new StartAt.Head());
        var first = ask(ANN, thread, FIRST);
        held.say("Half of an ans");
        listener.awaitEvent(ReplyDelta.class);

        finished(ANN, ask(thread, SECOND, TurnPolicy.INTERRUPT).id());
        held.say("wer").finish();
        held.awaitEnd();

        assertEquals("Half of an ans", answer(ANN, first));
    }

    @Test
    void twenty_questions_wait_and_the_next_is_refused() {
        var thread = thread(ANN);
        assistant.hold();
        ask(ANN, thread, FIRST);
        for (var i = 0; i < Replies.MAX_QUEUED; i++) {
            ask(ANN, thread, "and " + i);
        }

        conflict("thread-busy", () -> ask(ANN, thread, "one too many"));

        assertEquals(1 + Replies.MAX_QUEUED, chat.replies().open(ANN, thread).size());
    }

    @Test
    void a_queued_reply_that_is_stopped_is_finished_at_once() {
        var thread = thread(ANN);
        assistant.hold();
        ask(ANN, thread, FIRST);
        var queued = ask(ANN, thread, SECOND);

        var stopped = chat.replies().stop(ANN, queued.id());

        assertEquals(Optional.of(FinishReason.STOPPED), stopped.finishReason());
        assertEquals(Optional.empty(), stopped.tokens());
        assertEquals(MessageStatus.STOPPED, answerMessage(queued).status());
    }

    @Test
    void a_running_reply_that_is_stopped_keeps_what_was_said() {
        var thread = thread(ANN);
        var listener = follow(ANN, new Feed.OfThread(thread), new StartAt.Head());
        var held = assistant.hold();
        var reply = ask(ANN, thread, FIRST);
        held.say("As far as I know");
        listener.awaitEvent(ReplyDelta.class);

        var stopping = chat.replies().stop(ANN, reply.id());
        held.say(", not much").consume(TokenCount.measured("scripted", 7, 3)).finish();

        assertTrue(stopping.stopRequested());
        var end = finished(ANN, reply.id());
        assertEquals(Optional.of(FinishReason.STOPPED), end.finishReason());
        assertEquals(Optional.of(TokenCount.measured("scripted", 7, 3)), end.tokens());
        assertEquals("As far as I know", answer(ANN, end));
        assertTrue(held.wasStopped());
    }

    @Test
    void to_stop_what_is_stopped_or_finished_changes_nothing() {
        var thread = thread(ANN);
        var done = answered(ANN, thread, FIRST);
        var log = log(ANN, new Feed.OfThread(thread));

        assertEquals(done, chat.replies().stop(ANN, done.id()));

        assertEquals(log, log(ANN, new Feed.OfThread(thread)));
    }

    @Test
    void a_reply_is_stopped_and_awaited_on_whichever_node() {
        var other = node(new ScriptedAssistant());
        var held = assistant.hold();
        var reply = ask(ANN, thread(ANN), FIRST);
        held.turn();

        other.replies().stop(ANN, reply.id());
        chat.housekeeping().runOnce();
        held.finish();

        var end = other.replies().await(ANN, reply.id(), Patience.LIMIT);
        assertEquals(Optional.of(FinishReason.STOPPED), end.finishReason());
        assertTrue(held.wasStopped());
    }

    private ReplyId sayingPartly(ThreadId thread, String text) {
        var listener = follow(ANN, new Feed.OfThread(thread), new StartAt.Head());
        var held = assistant.hold();
        var reply = ask(ANN, thread, FIRST);
        held.say(text);
        listener.awaitEvent(ReplyDelta.class);
        return reply.id();
    }

    private Reply ask(ThreadId thread, String text, TurnPolicy policy) {
        return chat.replies().ask(ANN, thread, new Question(user(text), policy), RequestKey.none());
    }

    private Message answerMessage(Reply reply) {
        return chat.threads().message(ANN, reply.thread(), reply.answer());
    }

    private static NewMessage user(String text) {
        return NewMessage.user(text);
    }

    private static List<ReplyId> ids(List<Reply> replies) {
        return replies.stream().map(Reply::id).toList();
    }
}
