package dev.chatsessions.live;

import java.time.Duration;

/** A running subscription. Thread-safe. */
public interface Subscription extends AutoCloseable {

    /** Waits until all that was committed before the call has been handed to the listener; false after {@code limit}. */
    boolean awaitCaughtUp(Duration limit);

    /** Stops it. A call to the listener that has begun is not waited for; repeating it does nothing. */
    @Override
    void close();
}
