package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenCount;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyEvent.ReplyReported;
import dev.chatsessions.thread.ContextWindow;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.NewMessage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    void a_window_of_tokens_is_read_page_by_page_from_its_end() {
        var thread = thread(ANN);
        for (var hundred = 0; hundred < 4; hundred++) {
            chat.threads().append(ANN, thread, Collections.nCopies(100, user("12345678")), RequestKey.none());
        }
        var window = new ContextWindow(1_000).withTokens(6 * 120);
        var node = opened(SessionCore.builder()
                .storage(backend.storage())
                .settings(Settings.defaults().withContextWindow(window))
                .assistant((turn, sink) -> sink.text("" + turn.history().size()))
                .housekeeping(Housekeeping.external())
                .build());

        var reply = node.replies().answer(ANN, thread, Question.of("12345678"), RequestKey.none(), Patience.LIMIT);

        assertEquals("120", reply.text());
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
    void a_question_can_be_asked_and_its_answer_be_waited_for_in_one_call() {
        var thread = thread(ANN);
        var key = RequestKey.of("a-question");

        var told = chat.replies().answer(ANN, thread, Question.of(FIRST), key, Patience.LIMIT);

        assertEquals(Optional.of(FinishReason.COMPLETE), told.reply().finishReason());
        assertEquals(ScriptedAssistant.answerTo(FIRST), told.text());
        assertEquals(told.text(), answer(ANN, told.reply()));
        assertEquals(told, chat.replies().answer(ANN, thread, Question.of(FIRST), key, Patience.LIMIT));
    }

    @Test
    void an_answer_that_takes_too_long_to_wait_for_goes_on() {
        var thread = thread(ANN);
        var held = assistant.hold();

        var told = chat.replies().answer(ANN, thread, Question.of(FIRST), RequestKey.none(), Duration.ofMillis(1));

        assertTrue(told.reply().status().isOpen());
        assertEquals("", told.text());
        held.say("At last.").finish();
        assertEquals("At last.", answer(ANN, finished(ANN, told.reply().id())));
    }

    @Test
    void of_an_answer_that_was_cleared_meanwhile_nothing_is_told() {
        var thread = thread(ANN);
        var listener = follow(ANN, new Feed.OfThread(thread), new StartAt.Head());
        var held = assistant.hold();
        var told = CompletableFuture.supplyAsync(
                () -> chat.replies().answer(ANN, thread, Question.of(FIRST), RequestKey.none(), Patience.LIMIT));
        held.say("They ");
        listener.awaitEvent(ReplyDelta.class);

        chat.threads().clear(ANN, thread);

        assertEquals(Optional.of(FinishReason.STOPPED), told.join().reply().finishReason());
        assertEquals("", told.join().text());
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

    private Message answerMessage(Reply reply) {
        return chat.threads().message(ANN, reply.thread(), reply.answer());
    }

    private static NewMessage user(String text) {
        return NewMessage.user(text);
    }
}
