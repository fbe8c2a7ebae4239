package dev.chatsessions.core;

import dev.chatsessions.TokenCount;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The assistant where no model is configured: honest about being none, and always the same answer to the same history, so
 * that demos and tests can rely on it. Counts words as tokens. Thread-safe.
 */
public final class BuiltInAssistant implements Assistant {

    private static final String NAME = "built-in";

    private static final int QUOTED = 80;

    private final Duration perWord;

    private BuiltInAssistant(Duration perWord) {
        this.perWord = perWord;
    }

    /** Answers as fast as it can. */
    public static BuiltInAssistant instant() {
        return new BuiltInAssistant(Duration.ZERO);
    }

    /** Answers at a pace that people can watch: 1 to 1,000 words per second. */
    public static BuiltInAssistant wordsPerSecond(int words) {
        if (words < 1 || words > 1_000) {
            throw new IllegalArgumentException("words " + words + " is not 1 to 1000");
        }
        return new BuiltInAssistant(Duration.ofSeconds(1).dividedBy(words));
    }

    @Override
    public void answer(Turn turn, Sink sink) {
        sink.status("Reading " + messages(turn));
        var words = words(turn);
        var input = turn.history().stream()
                .mapToInt(message -> count(message.text()))
                .sum();
        var said = 0;
        for (var word : words) {
            if (sink.stopRequested()) {
                break;
            }
            sink.text(word);
            said++;
            sink.consumed(TokenCount.measured(NAME, input, said));
            pause();
        }
        sink.consumed(TokenCount.measured(NAME, input, said));
    }

    /** Each word with the space before it. */
    private static List<String> words(Turn turn) {
        var answer = new StringBuilder("I am the built-in assistant, not a language model. You said: ")
                .append(quoted(turn.question()));
        var before = turn.history().stream()
                .filter(message -> message.role() == Role.USER)
                .filter(message -> !message.id().equals(turn.question().id()))
                .reduce((earlier, later) -> later);
        before.ifPresent(message -> answer.append(" Before that you said: ").append(quoted(message)));
        answer.append(" I was given ").append(messages(turn)).append(" of this thread.");
        var words = new ArrayList<String>();
        for (var word : answer.toString().split("(?= )")) {
            words.add(word);
        }
        return words;
    }

    private static String messages(Turn turn) {
        var size = turn.history().size();
        return size == 1 ? "1 message" : size + " messages";
    }

    private static String quoted(Message message) {
        var text = message.text().strip().replaceAll("\\s+", " ");
        var shown = text.codePointCount(0, text.length()) > QUOTED
                ? text.substring(0, text.offsetByCodePoints(0, QUOTED)) + "…"
                : text;
        return "“" + shown + "”.";
    }

    private static int count(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    private void pause() {
        var until = System.nanoTime() + perWord.toNanos();
        for (var left = perWord.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
