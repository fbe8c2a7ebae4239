package dev.chatsessions.adapter.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.spi.Assistant.Sink;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * One call of a model: hands its words on, and ends once, by the model, by whoever watches over it, or by whoever wants it
 * stopped. What the model says after that is nobody's. Thread-safe.
 */
final class Attempt implements StreamingChatResponseHandler {

    private final Sink sink;

    private final Patience patience;

    private final String before;

    private final long beganAt;

    private final StringBuilder said = new StringBuilder();

    private final List<Runnable> cancels = new ArrayList<>();

    private long heardAt;

    private boolean heard;

    /** Whether words are being handed on, which may take as long as somebody else needs to write them. */
    private boolean handingOn;

    private Optional<End> end = Optional.empty();

    /** @param before what is to be said before the first word, if one comes */
    Attempt(Sink sink, Patience patience, String before, long now) {
        this.sink = sink;
        this.patience = patience;
        this.before = before;
        this.beganAt = now;
        this.heardAt = now;
    }

    /** How it ended. */
    sealed interface End {}

    /** The model said all that it had to say. */
    record Whole(ChatResponse response) implements End {}

    record Failed(Throwable why) implements End {}

    /** Somebody asked to stop, or nothing more is kept. */
    record Stopped() implements End {}

    @Override
    public void onPartialResponse(String text) {
        say(text);
    }

    @Override
    public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
        hear(context.streamingHandle());
        say(text.text());
    }

    @Override
    public void onPartialThinking(PartialThinking thinking, PartialThinkingContext context) {
        hear(context.streamingHandle());
    }

    @Override
    public void onPartialToolCall(PartialToolCall call, PartialToolCallContext context) {
        hear(context.streamingHandle());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        end(new Whole(requireNonNull(response, "response")));
    }

    @Override
    public void onError(Throwable failure) {
        end(new Failed(requireNonNull(failure, "failure")));
    }

    /** Has {@code cancel} run as soon as nobody wants to hear more. */
    void cancelBy(Runnable cancel) {
        synchronized (this) {
            if (end.isEmpty()) {
                cancels.add(cancel);
                return;
            }
        }
        cancel.run();
    }

    private void hear(StreamingHandle handle) {
        boolean first;
        synchronized (this) {
            first = !heard || cancels.isEmpty();
            heard = true;
            heardAt = System.nanoTime();
        }
        if (first) {
            cancelBy(handle::cancel);
        }
    }

    private void say(String text) {
        var words = take(text);
        if (words.isEmpty()) {
            return;
        }
        try {
            sink.text(words);
        } catch (RuntimeException failure) {
            stop(new Failed(failure));
        } finally {
            handedOn();
        }
    }

    private synchronized String take(String text) {
        heard = true;
        if (end.isPresent() || text.isEmpty()) {
            return "";
        }
        handingOn = true;
        var words = said.isEmpty() ? before + text : text;
        said.append(text);
        return words;
    }

    private synchronized void handedOn() {
        handingOn = false;
        heardAt = System.nanoTime();
    }

    /** Stops it where somebody wants that, or it takes too long. */
    void check(long now) {
        if (sink.stopRequested()) {
            stop(new Stopped());
        } else if (isLate(now)) {
            stop(new Failed(new TimeoutException(heard() ? "the next word" : "the first word")));
        }
    }

    private synchronized boolean isLate(long now) {
        var silence = heard ? patience.nextWord() : patience.firstWord();
        return !handingOn
                && (now - heardAt > silence.toNanos()
                        || now - beganAt > patience.whole().toNanos());
    }

    private void stop(End how) {
        if (end(how)) {
            List<Runnable> all;
            synchronized (this) {
                all = List.copyOf(cancels);
            }
            all.forEach(Runnable::run);
        }
    }

    private synchronized boolean end(End how) {
        if (end.isPresent()) {
            return false;
        }
        end = Optional.of(how);
        notifyAll();
        return true;
    }

    /** Waits for the end. */
    synchronized End await() throws InterruptedException {
        while (end.isEmpty()) {
            wait();
        }
        return end.get();
    }

    /** Whether the model said, thought or called anything. */
    synchronized boolean heard() {
        return heard;
    }

    /** What was handed on. */
    synchronized String said() {
        return said.toString();
    }
}
