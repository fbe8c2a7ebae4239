package dev.chatsessions.core.usecases;

import dev.chatsessions.ChatSessionsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Does several things at the same moment, and says what became of each. */
final class Collision {

    private Collision() {}

    /** What became of one: a value, or a refusal. Anything else fails the test. */
    record Outcome<T>(Optional<T> value, Optional<ChatSessionsException> refusal) {}

    /** Runs {@code parties} tasks, all begun together, and joins them all. */
    static <T> List<Outcome<T>> of(int parties, IntFunction<Callable<T>> task) {
        var barrier = new CyclicBarrier(parties);
        var threads = Executors.newFixedThreadPool(parties);
        try {
            var futures = new ArrayList<Future<Outcome<T>>>();
            for (var party = 0; party < parties; party++) {
                var own = task.apply(party);
                futures.add(threads.submit(() -> outcome(barrier, own)));
            }
            var outcomes = new ArrayList<Outcome<T>>();
            for (var future : futures) {
                outcomes.add(Patience.get(future, "one of " + parties + " that collide"));
            }
            return outcomes;
        } catch (ExecutionException failed) {
            throw new AssertionError("one of those that collide failed", failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** The values of a collision in which nobody was refused. */
    static <T> List<T> allServed(int parties, IntFunction<Callable<T>> task) {
        return of(parties, task).stream()
                .map(outcome -> outcome.value()
                        .orElseThrow(() ->
                                new AssertionError("refused", outcome.refusal().orElseThrow())))
                .toList();
    }

    private static <T> Outcome<T> outcome(CyclicBarrier barrier, Callable<T> task) throws Exception {
        barrier.await(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return new Outcome<>(Optional.of(task.call()), Optional.empty());
        } catch (ChatSessionsException refused) {
            return new Outcome<>(Optional.empty(), Optional.of(refused));
        }
    }
}
