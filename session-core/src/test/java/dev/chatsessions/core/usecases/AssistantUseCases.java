package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import dev.chatsessions.thread.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Assistants and storages that misbehave, and what becomes of the answers. Nothing is swept: it must end by itself. */
abstract class AssistantUseCases extends UseCases {

    private static final String BOAT = "\uD83D\uDEA3";

    @Test
    void half_a_character_waits_for_its_other_half_whatever_is_done_in_between() {
        var end = answeredBy((turn, sink) -> {
            sink.text("A boat " + BOAT.charAt(0));
            sink.status("looking twice");
            sink.status("looking again");
            sink.text(BOAT.charAt(1) + "!");
        });

        assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
        assertEquals("A boat " + BOAT + "!", answer(ANN, end));
    }

    @Test
    void half_a_character_that_stays_half_is_shown_as_such() {
        var end = answeredBy((turn, sink) -> {
            sink.text("" + BOAT.charAt(0));
            sink.status("looking away");
        });

        assertEquals("\uFFFD", answer(ANN, end));
    }

    @Test
    void whatever_an_assistant_throws_ends_its_answer() {
        var end = answeredBy((turn, sink) -> {
            sink.text("I thought ");
            throw new NoClassDefFoundError("a model that is not on the class path");
        });

        assertEquals(Optional.of(FinishReason.FAILED), end.finishReason());
        assertEquals("I thought ", answer(ANN, end));
    }

    @Test
    void an_assistant_that_was_interrupted_ends_its_answer() {
        var end = answeredBy((turn, sink) -> {
            sink.text("I was ");
            Thread.currentThread().interrupt();
            sink.text("interrupted");
        });

        assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
        assertEquals("I was interrupted", answer(ANN, end));
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        var end = answeredBy((turn, sink) -> {
            while (!sink.stopRequested()) {
                sink.text("x" + BOAT.repeat(1_000));
            }
        });

        assertEquals(Optional.of(FinishReason.LENGTH), end.finishReason());
        assertEquals(end.end().value(), answer(ANN, end).length());
        assertTrue(end.end().value() > 300_000, "much of it is kept");
    }

    @Test
    void an_answer_with_what_cannot_be_stored_fails_and_keeps_its_text() {
        for (var unfit : List.of(
                new Part.Text("a text among the tools"),
                new Part.ToolResult("call-1", "encyclopedia", "x".repeat(1 << 21)))) {
            var end = answeredBy((turn, sink) -> {
                sink.text("Let me see");
                sink.tool(unfit);
            });

            assertEquals(Optional.of(FinishReason.FAILED), end.finishReason());
            assertEquals("Let me see", answer(ANN, end));
        }
    }

    @Test
    void an_answer_goes_on_when_it_is_unknown_whether_some_of_it_was_stored() {
        var cutOff = new AtomicBoolean();
        var wasCutOff = new CountDownLatch(1);
        var storage = new CutOffStorage(backend.storage(), cutOff, wasCutOff);
        var node = node(
                storage,
                (turn, sink) -> {
                    cutOff.set(true);
                    sink.text("One ");
                    assertTrue(wasCutOff.await(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS));
                    sink.text("two ");
                    sink.text("three");
                },
                Settings.defaults(),
                Observer.none());

        var end = finished(node, thread(ANN));

        assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
        assertEquals(1, end.attempts());
        assertEquals("One two three", answer(ANN, end));
    }

    @Test
    void questions_beyond_what_is_answered_at_once_wait_for_nothing_but_their_turn() {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var node = node(
                backend.storage(),
                (turn, sink) -> sink.text("Yes."),
                Settings.defaults().withMaxAnswersAtOnce(1),
                telling(failures));
        var threads = new ArrayList<ThreadId>();
        for (var i = 0; i < 8; i++) {
            threads.add(thread(ANN));
        }

        var replies = Collision.allServed(8, party -> () -> {
            var asked = new ArrayList<Reply>();
            for (var i = 0; i < 10; i++) {
                asked.add(node.replies().ask(ANN, threads.get(party), Question.of("Yes?"), RequestKey.none()));
            }
            return asked;
        });

        for (var reply : replies.stream().flatMap(List::stream).toList()) {
            var end = finished(ANN, reply.id());
            assertEquals(Optional.of(FinishReason.COMPLETE), end.finishReason());
            assertEquals(1, end.attempts());
        }
        assertEquals(List.of(), List.copyOf(failures));
    }

    private static Observer telling(Queue<Throwable> failures) {
        return new Observer() {
            @Override
            public void failed(String part, Throwable failure) {
                failures.add(failure);
            }
        };
    }

    private Reply answeredBy(Assistant itsAssistant) {
        var node = node(backend.storage(), itsAssistant, Settings.defaults(), Observer.none());
        return finished(node, thread(ANN));
    }

    private Reply finished(SessionCore node, ThreadId thread) {
        var asked = node.replies().ask(ANN, thread, Question.of("What do you see?"), RequestKey.none());
        return finished(ANN, asked.id());
    }

    private SessionCore node(Storage storage, Assistant itsAssistant, Settings settings, Observer observer) {
        return opened(SessionCore.builder()
                .storage(storage)
                .assistant(itsAssistant)
                .settings(settings)
                .observer(observer)
                .housekeeping(Housekeeping.external())
                .build());
    }

    /** Loses its connection once, at the end of a write that was stored. */
    private record CutOffStorage(Storage whole, AtomicBoolean cutOff, CountDownLatch wasCutOff) implements Storage {

        @Override
        public <T> T read(Work<T> work) {
            return whole.read(work);
        }

        @Override
        public <T> T write(Work<T> work) {
            var result = whole.write(work);
            if (cutOff.compareAndSet(true, false)) {
                wasCutOff.countDown();
                throw new Unavailable("outcome-unknown", "the connection was lost while committing");
            }
            return result;
        }

        @Override
        public void check() {
            whole.check();
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
