package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.spi.Observer;

/** The outermost edge of everything that runs beside a call: a failure there is told to the observer and ends nothing. */
public final class Quietly {

    private Quietly() {}

    public static void run(Observer observer, String part, Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            // Also an Error: what ran beside the calls before goes on running, unlike the thread of a call.
            tell(observer, part, failure);
        }
    }

    /** As {@link #run}, for one of many; but when the storage is away, the others are not tried either. */
    public static void runEach(Observer observer, String part, Runnable task) {
        try {
            task.run();
        } catch (Unavailable away) {
            throw away;
        } catch (RuntimeException failure) {
            tell(observer, part, failure);
        }
    }

    public static void tell(Observer observer, String part, Throwable failure) {
        try {
            observer.failed(part, failure);
        } catch (Throwable ignored) {
            // An observer that fails while being told of a failure has nobody left to tell.
        }
    }
}
