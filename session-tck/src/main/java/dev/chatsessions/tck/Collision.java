package dev.chatsessions.tck;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets tasks start at the same moment, each in a thread of its own, and hands back how each of them ended, in their
 * order. Tasks that do not end within a minute fail the test. Thread-safe.
 */
public final class Collision {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Collision() {}

    /** The same task so many times. */
    public static <T> List<Outcome<T>> of(int times, Callable<T> task) {
        return of(Collections.nCopies(times, task));
    }

    /** These tasks. */
    public static <T> List<Outcome<T>> of(List<Callable<T>> tasks) {
        var start = new CyclicBarrier(tasks.size());
        var executor = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (var task : tasks) {
                running.add(executor.submit(() -> {
                    start.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            return outcomes(running);
        } finally {
            executor.shutdownNow();
        }
    }

    /** What the tasks returned; one that failed fails the test. */
    public static <T> List<T> results(List<Outcome<T>> outcomes) {
        List<T> results = new ArrayList<>();
        for (var outcome : outcomes) {
            outcome.failure().ifPresent(failure -> {
                throw new AssertionError("a task failed: " + failure, failure);
            });
            results.add(outcome.result().orElseThrow());
        }
        return List.copyOf(results);
    }

    private static <T> List<Outcome<T>> outcomes(List<Future<T>> running) {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        List<Outcome<T>> outcomes = new ArrayList<>();
        for (var task : running) {
            try {
                outcomes.add(new Outcome<>(
                        Optional.of(task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)), Optional.empty()));
            } catch (ExecutionException failed) {
                outcomes.add(new Outcome<>(Optional.empty(), Optional.of(failed.getCause())));
            } catch (TimeoutException late) {
                var open = running.stream().filter(each -> !each.isDone()).count();
                throw new AssertionError(
                        open + " of " + running.size() + " tasks did not end within " + LIMIT.toSeconds() + " s", late);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while tasks ran", interrupted);
            }
        }
        return List.copyOf(outcomes);
    }

    /**
     * How a task ended: with a result, or with a failure.
     *
     * @param result empty when it failed
     * @param failure empty when it did not
     */
    public record Outcome<T>(Optional<T> result, Optional<Throwable> failure) {
        public Outcome {
            requireNonNull(result, "result");
            requireNonNull(failure, "failure");
        }
    }
}
