package dev.chatsessions.spi;

import dev.chatsessions.LogScope;
import java.util.Set;

/**
 * Tells other nodes that logs have grown: a hint and never the news itself. It may be lost, late or repeated; a slow poll
 * covers what is lost. Thread-safe.
 */
public interface LiveSignal extends AutoCloseable {

    /** Tells the others; called after a commit with no lock held. Never blocks and never fails. */
    void ring(Set<LogScope> grown);

    /** Tells {@code listener} whenever another node rang, until the returned registration is closed. */
    Registration listen(Listener listener);

    /** Rings and listens no more; what it opened itself is let go. Repeating it changes nothing. */
    @Override
    void close();

    /** Whoever wants to know. Called by one thread at a time; quick, and what it throws is ignored. */
    interface Listener {

        /** Another node saw these logs grow. */
        void grown(Set<LogScope> logs);

        /** Any log may have grown: rings were lost, such as while the line was down, or were too many to be told. */
        void missed();
    }

    /** What {@link #listen} gave. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** The signal of a node that is alone. */
    static LiveSignal none() {
        return new LiveSignal() {
            @Override
            public void ring(Set<LogScope> grown) {}

            @Override
            public Registration listen(Listener listener) {
                return () -> {};
            }

            @Override
            public void close() {}
        };
    }
}
