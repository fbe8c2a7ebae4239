package dev.chatsessions.live;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import java.util.List;
import java.util.function.Consumer;

/**
 * Told what happens in a feed, one call at a time, in order, never with a lock held. Must not block: one thread serves
 * many listeners. An exception closes the subscription.
 */
public interface Listener {

    /** The first call: how far the log reaches now. */
    void hello(Cursor head);

    /** Events in ascending sequence, all committed; {@code through} is where to resume. */
    void events(List<LiveEvent> events, Cursor through);

    /** Something was missed; events go on after {@code gap.head()}. */
    void gap(Gap gap);

    /** The last call. */
    void ended(StreamEnd end);

    /**
     * A listener for who only wants to show answers: hands on their words as they are written, each once, also over a gap.
     * For one feed with one answer at a time, such as a thread; what was cleared or deleted meanwhile is left out.
     */
    static Listener ofAnswers(Consumer<String> words) {
        return new AnswerWords(words);
    }
}
