package dev.chatsessions.core.work;

import dev.chatsessions.spi.Observer;

/** The outermost edge of everything that runs beside a call: a failure there is told to the observer and ends nothing. */
public final class Quietly {

    private Quietly() {}

    public static void run(Observer observer, String part, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            tell(observer, part, failure);
        }
    }

    public static void tell(Observer observer, String part, Throwable failure) {
        try {
            observer.failed(part, failure);
        } catch (RuntimeException ignored) {
            // An observer that fails while being told of a failure has nobody left to tell.
        }
    }
}
