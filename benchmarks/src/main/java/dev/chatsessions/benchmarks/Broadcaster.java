package dev.chatsessions.benchmarks;

import java.net.URI;

/** A server that sends to everybody who listens. */
interface Broadcaster extends AutoCloseable {

    /** What listeners ask for. */
    URI address();

    /**
     * Sends a message with {@code mark} in it; gives when it was begun to be sent, as {@link System#nanoTime()} tells: where
     * it is stored first, when it was durable.
     */
    long publish(long mark);

    /** Where listeners who have everything up to now may resume. */
    String place();

    int listeners();

    @Override
    void close();
}
