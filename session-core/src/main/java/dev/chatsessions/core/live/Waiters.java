package dev.chatsessions.core.live;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where those wait who want to see something done; one place for all who listen to a log. Thread-safe. */
final class Waiters {

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition looked = lock.newCondition();

    /** Changed under the lock. */
    private volatile int waiting;

    /** Waits until it is {@code done}; false after {@code limit}, or when interrupted. */
    boolean await(BooleanSupplier done, Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            waiting++;
            while (!done.getAsBoolean()) {
                var left = until - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                looked.awaitNanos(Math.min(left, LONGEST_WAIT));
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Has those who wait look again. Costs next to nothing when nobody does. */
    void look() {
        if (waiting > 0) {
            lock.lock();
            try {
                looked.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
