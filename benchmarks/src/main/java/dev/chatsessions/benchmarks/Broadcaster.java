package dev.chatsessions.benchmarks;

import java.net.URI;

/** A server that sends to everybody who listens. */
interface Broadcaster extends AutoCloseable {

    /** What listeners ask for. */
    URI address();

    /**
     * Sends a message with {@code mark} in it; gives from when on it could have been delivered, as {@link System#nanoTime()}
     * tells: from when it was told, or where it is stored first, from when it was durable.
     */
    long publish(long mark, long told);

    /** Where listeners who have everything up to now may resume. */
    String place();

    int listeners();

    @Override
    void close();
}
