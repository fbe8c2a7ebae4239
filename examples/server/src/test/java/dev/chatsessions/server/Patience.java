package dev.chatsessions.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits that have an end, and fail with words. */
final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Patience() {}

    static void until(BooleanSupplier so, Supplier<String> otherwise) {
        var until = System.nanoTime() + LIMIT.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError(otherwise.get() + ", after " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
