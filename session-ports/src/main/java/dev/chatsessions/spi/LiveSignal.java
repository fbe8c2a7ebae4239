package dev.chatsessions.spi;

import dev.chatsessions.LogScope;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells other nodes that logs have grown: a hint and never the news itself. It may be lost, late or repeated; a slow poll
 * covers what is lost. Thread-safe.
 */
public interface LiveSignal extends AutoCloseable {

    /** Tells the others; called after a commit with no lock held. Never blocks and never fails. */
    void ring(Set<LogScope> grown);

    /** Calls {@code listener} whenever another node rang, until the returned registration is closed. */
    Registration listen(Consumer<Set<LogScope>> listener);

    @Override
    void close();

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
            public Registration listen(Consumer<Set<LogScope>> listener) {
                return () -> {};
            }

            @Override
            public void close() {}
        };
    }
}
