package dev.chatsessions.core.usecases;

import dev.chatsessions.TokenCount;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.thread.Message;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An assistant that a test has in hand. Unless told otherwise it answers at once with the history that it was given, word
 * by word, and counts a token for each message read and each word said. Thread-safe.
 */
public final class ScriptedAssistant implements Assistant {

    private final Queue<Held> next = new ConcurrentLinkedQueue<>();

    private final Queue<Held> all = new ConcurrentLinkedQueue<>();

    /** Has the next answer that begins do what the test says, when it says it. */
    public Held hold() {
        var held = new Held();
        all.add(held);
        next.add(held);
        return held;
    }

    /** Ends all answers that still wait for the test. */
    public void release() {
        all.forEach(Held::finish);
    }

    /** What the assistant answers when the thread holds these texts, the question last. */
    public static String answerTo(String... texts) {
        return "I was told: " + String.join(" | ", texts);
    }

    @Override
    public Optional<String> model() {
        return Optional.of("scripted");
    }

    @Override
    public void answer(Turn turn, Sink sink) throws Exception {
        var held = next.poll();
        if (held == null) {
            answerAtOnce(turn, sink);
        } else {
            held.play(turn, sink);
        }
    }

    private static void answerAtOnce(Turn turn, Sink sink) {
        sink.status("remembering");
        var texts = turn.history().stream().map(Message::text).toArray(String[]::new);
        List<String> words = Stream.of(answerTo(texts).split("(?<= )")).toList();
        words.forEach(sink::text);
        sink.consumed(TokenCount.measured("scripted", texts.length, words.size()));
    }

    /** One answer, said step by step by the test. */
    public static final class Held {

        private final CompletableFuture<Turn> turn = new CompletableFuture<>();

        private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

        private final CompletableFuture<Boolean> over = new CompletableFuture<>();

        private Held() {}

        /** One thing to do; says whether there is more to come. */
        private interface Step {
            boolean play(Sink sink) throws Exception;
        }

        /** What is being answered, as soon as it is. */
        public Turn turn() {
            return Patience.get(turn, "the assistant to be asked");
        }

        public Held say(String text) {
            return then(sink -> sink.text(text));
        }

        public Held report(String status) {
            return then(sink -> sink.status(status));
        }

        public Held consume(TokenCount tokens) {
            return then(sink -> sink.consumed(tokens));
        }

        public Held cutOff() {
            return then(sink -> sink.finish(FinishReason.LENGTH));
        }

        /** Comes to the end of the answer. */
        public void finish() {
            steps.add(sink -> false);
        }

        /** Fails. */
        public void fail() {
            steps.add(sink -> {
                throw new IllegalStateException("the script says so");
            });
        }

        /** Waits until the answer came to its end. */
        public void awaitEnd() {
            wasStopped();
        }

        /** Whether a stop had been asked for, or the lease lost, when the answer came to its end. */
        public boolean wasStopped() {
            return Patience.get(over, "the answer to come to its end");
        }

        private Held then(Consumer<Sink> deed) {
            steps.add(sink -> {
                deed.accept(sink);
                return true;
            });
            return this;
        }

        private void play(Turn asked, Sink sink) throws Exception {
            turn.complete(asked);
            try {
                while (Patience.take(steps, "the test to say how the answer goes on")
                        .play(sink)) {
                    // Each step has been played by asking whether there is another.
                }
            } finally {
                over.complete(sink.stopRequested());
            }
        }
    }
}
