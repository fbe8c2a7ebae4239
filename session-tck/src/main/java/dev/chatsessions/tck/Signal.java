package dev.chatsessions.tck;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that happens once, and that other threads wait for, but not for ever. Thread-safe. */
final class Signal {

    private static final long SECONDS = 30;

    private static final long MOMENT_IN_MILLIS = 300;

    private final CountDownLatch given = new CountDownLatch(1);

    void give() {
        given.countDown();
    }

    /** Waits for it. What does not come in half a minute fails the test. */
    void require(String what) {
        if (!comesWithin(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(what + " did not happen within " + SECONDS + " s");
        }
    }

    /**
     * Gives it a moment to come and says whether it did. For a work that would like another to run beside it: a storage
     * may well run one after the other.
     */
    boolean comes() {
        return comesWithin(MOMENT_IN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private boolean comesWithin(long time, TimeUnit unit) {
        try {
            return given.await(time, unit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", interrupted);
        }
    }
}
