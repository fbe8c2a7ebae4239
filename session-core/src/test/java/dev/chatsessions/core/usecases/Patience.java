package dev.chatsessions.core.usecases;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits that have an end, and fail with words. */
final class Patience {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private Patience() {}

    static <T> T take(BlockingQueue<T> queue, String what) {
        try {
            var taken = queue.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (taken == null) {
                throw gaveUp(what);
            }
            return taken;
        } catch (InterruptedException interrupted) {
            throw interrupted(what, interrupted);
        }
    }

    static <T> T get(Future<T> future, String what) throws ExecutionException {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw gaveUp(what);
        } catch (InterruptedException interrupted) {
            throw interrupted(what, interrupted);
        }
    }

    static <T> T get(CompletableFuture<T> future, String what) {
        try {
            return get((Future<T>) future, what);
        } catch (ExecutionException failed) {
            throw new AssertionError(what + " failed", failed.getCause());
        }
    }

    static AssertionError gaveUp(String what) {
        return new AssertionError("waited " + LIMIT.toSeconds() + " s for " + what);
    }

    static AssertionError interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for " + what, cause);
    }
}
