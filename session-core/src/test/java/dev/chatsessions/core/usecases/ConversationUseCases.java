package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.PageRequest;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.core.Settings;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyEvent.ReplyReported;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.thread.ContextWindow;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.NewMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Questions to the assistant of this process, and what becomes of them when others come in between. */
abstract class ConversationUseCases extends UseCases {

    private static final String FIRST = "My name is Ann";

    private static final String SECOND = "What is my name?";

    @Override
    Settings settings() {
        return Settings.defaults().withContextWindow(new ContextWindow(4));
    }

    @Test
    void an_answer_is_given_from_what_was_said_before() {
        var thread = thread(ANN);

        answered(ANN, thread, FIRST);
        var second = answered(ANN, thread, SECOND);

        assertEquals(ScriptedAssistant.answerTo(FIRST, ScriptedAssistant.answerTo(FIRST), SECOND), answer(ANN, second));
    }

    @Test
    void an_answer_is_given_from_no_more_than_the_context_window_holds() {
        var thread = thread(ANN);
        chat.threads().append(ANN, thread, List.of(user("1"), user("2"), user("3"), user("4")), RequestKey.none());

        var reply = answered(ANN, thread, "5");

        assertEquals(ScriptedAssistant.answerTo("2", "3", "4", "5"), answer(ANN, reply));
    }

    @Test
    void an_answer_is_given_from_its_own_thread_only() {
        answered(ANN, thread(ANN), FIRST);

        var reply = answered(ANN, thread(ANN), SECOND);

        assertEquals(ScriptedAssistant.answerTo(SECOND), answer(ANN, reply));
    }

    @Test
    void questions_and_answers_stand_in_the_transcript_in_their_order() {
        var thread = thread(ANN);

        answered(ANN, thread, FIRST);
        answered(ANN, thread, SECOND);

        var transcript = chat.threads().transcript(ANN, thread, PageRequest.first(10));
        assertEquals(
                List.of("USER 1 COMPLETE", "ASSISTANT 2 COMPLETE", "USER 3 COMPLETE", "ASSISTANT 4 COMPLETE"),
                transcript.messages().stream()
                        .map(message -> message.role() + " " + message.position() + " " + message.status())
                        .toList());
        assertEquals(4, transcript.thread().messageCount());
    }

    @Test
    void an_open_answer_is_a_message_that_the_transcript_leaves_out() {
        var thread = thread(ANN);
        assistant.hold();

        var reply = ask(ANN, thread, FIRST);

        assertEquals(MessageStatus.OPEN, answerMessage(reply).status());
        assertEquals(1, chat.threads().find(ANN, thread).messageCount());
        var transcript = chat.threads().transcript(ANN, thread, PageRequest.first(10));
        assertEquals(
                List.of(FIRST),
                transcript.messages().stream().map(Message::text).toList());
    }

    @Test
    void what_an_assistant_does_and_says_is_told_as_it_happens() {
        var thread = thread(ANN);
        var listener = follow(ANN, new Feed.OfThread(thread), new StartAt.Head());
        var held = assistant.hold();

        ask(ANN, thread, FIRST);
        held.report("looking at the clouds").say("They move. ");

        assertEquals(
                "looking at the clouds",
                listener.awaitEvent(ReplyReported.class).status());
        assertEquals("They move. ", listener.awaitEvent(ReplyDelta.class).text());
    }

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
    void an_assistant_that_fails_leaves_its_text_and_a_reason() {
        var thread = thread(ANN);
        var held = assistant.hold();
        var reply = ask(ANN, thread, FIRST);
        held.say("Well, ").consume(TokenCount.measured("scripted", 5, 1)).fail();

        var end = finished(ANN, reply.id());

        assertEquals(Optional.of(FinishReason.FAILED), end.finishReason());
        assertTrue(end.failure().isPresent());
        assertEquals(MessageStatus.FAILED, answerMessage(end).status());
        assertEquals("Well, ", answer(ANN, end));
        assertEquals(1, chat.usage().total(ANN, thread).output());
    }

    @Test
    void an_answer_that_was_cut_off_says_so() {
        var thread = thread(ANN);
        var held = assistant.hold();
        var reply = ask(ANN, thread, FIRST);
        held.say("and so on and").cutOff().finish();

        var end = finished(ANN, reply.id());

        assertEquals(Optional.of(FinishReason.LENGTH), end.finishReason());
        assertEquals(MessageStatus.CUT_OFF, answerMessage(end).status());
    }

    @Test
    void waiting_for_a_reply_ends_at_its_limit() {
        var thread = thread(ANN);
        assistant.hold();
        var reply = ask(ANN, thread, FIRST);

        var still = chat.replies().await(ANN, reply.id(), Duration.ofMillis(1));

        assertTrue(still.status().isOpen());
        assertFalse(still.stopRequested());
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
