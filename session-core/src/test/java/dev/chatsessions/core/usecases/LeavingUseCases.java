package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that goes on purpose, and another that stays: nobody has to wait for a lease to run out. */
abstract class LeavingUseCases extends UseCases {

    private final ScriptedAssistant leaving = new ScriptedAssistant();

    private SessionCore node;

    private ThreadId thread;

    @BeforeEach
    void open_a_node_that_will_leave() {
        node = opened(SessionCore.builder()
                .storage(backend.storage())
                .assistant(leaving)
                .housekeeping(Housekeeping.external())
                .executor(task -> new Thread(task, "an assistant that leaves").start())
                .build());
        thread = thread(ANN);
    }

    private Reply askedThere(String text) {
        return node.replies().ask(ANN, thread, Question.of(text), RequestKey.none());
    }

    @Test
    void a_node_that_drains_begins_no_answer_and_another_does() {
        assertTrue(node.drain(Duration.ZERO));
        var asked = askedThere("Who answers?");
        node.housekeeping().runOnce();
        assertEquals(ReplyStatus.QUEUED, chat.replies().find(ANN, asked.id()).status());

        chat.housekeeping().runOnce();

        assertEquals(ScriptedAssistant.answerTo("Who answers?"), answer(ANN, finished(ANN, asked.id())));
    }

    @Test
    void a_node_that_drains_ends_what_it_has_begun() {
        var held = leaving.hold();
        var asked = askedThere("Do you end this?");
        held.turn();
        assertFalse(node.drain(Duration.ofMillis(1)));

        held.say("I do.").finish();

        assertTrue(node.drain(Patience.LIMIT));
        var end = finished(ANN, asked.id());
        assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
        assertEquals("I do.", answer(ANN, end));
    }

    @Test
    void whoever_waits_at_a_node_that_has_drained_is_told_how_things_stand() {
        var held = leaving.hold();
        var running = askedThere("Do you end this?");
        held.turn();
        var queued = askedThere("And who answers this?");
        var waiting = CompletableFuture.supplyAsync(() -> node.replies().await(ANN, queued.id(), Duration.ofDays(1)));

        node.drain(Duration.ofMillis(1));

        assertEquals(ReplyStatus.QUEUED, Patience.get(waiting, "the waiting").status());
        assertEquals(
                ReplyStatus.RUNNING,
                node.replies().await(ANN, running.id(), Duration.ofDays(1)).status());
        held.finish();
    }

    @Test
    void what_a_closed_node_had_not_written_a_word_of_is_answered_by_another_at_once() {
        var held = leaving.hold();
        var asked = askedThere("Who answers?");
        held.turn();

        node.close();
        chat.housekeeping().runOnce();

        var end = finished(ANN, asked.id());
        assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
        assertEquals(2, end.attempts());
        held.say("Too late.").finish();
        held.awaitEnd();
        assertEquals(ScriptedAssistant.answerTo("Who answers?"), answer(ANN, end));
    }

    @Test
    void what_a_closed_node_was_writing_ends_at_once_with_its_text() {
        var held = leaving.hold();
        var listener = new RecordingListener();
        opened(node.live().subscribe(ANN, new Feed.OfThread(thread), new StartAt.Head(), listener));
        var asked = askedThere("What do you see?");
        held.say("I see a b");
        listener.awaitEvent(ReplyDelta.class);

        node.close();

        var end = chat.replies().find(ANN, asked.id());
        assertEquals(Optional.of(FinishReason.EXPIRED), end.finishReason());
        held.say("oat").finish();
        held.awaitEnd();
        assertEquals("I see a b", answer(ANN, end));
    }

    @Test
    void what_somebody_else_holds_by_now_is_not_given_up_again() {
        var held = leaving.hold();
        var asked = askedThere("Who answers?");
        held.turn();
        backend.advance(LEASE.plusSeconds(1));
        var second = assistant.hold();
        chat.housekeeping().runOnce();
        second.turn();

        node.close();

        assertEquals(ReplyStatus.RUNNING, chat.replies().find(ANN, asked.id()).status());
        second.say("I do.").finish();
        assertEquals("I do.", answer(ANN, finished(ANN, asked.id())));
        held.finish();
    }
}
