package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Has one transaction do what several callers want at the same time: while as many are under way as there are processors
 * to drive them, those who come wait, and then one of them does what all of them want. Who finds less going on waits for
 * nothing, and so does the only caller of a host's transaction. What cannot be done with others is done alone, by him who
 * wants it. Thread-safe.
 */
public final class Gathering<T, R> {

    private static final int LARGEST = 64;

    /** From this weight on it is enough. */
    private static final long ENOUGH = 1 << 17;

    private static final String OUTCOME_UNKNOWN = "outcome-unknown";

    private final Work<T, R> work;

    private final Semaphore lanes;

    private final Queue<Caller> waiting = new ConcurrentLinkedQueue<>();

    public Gathering(Work<T, R> work) {
        this(work, Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    Gathering(Work<T, R> work, int lanes) {
        this.work = work;
        this.lanes = new Semaphore(lanes);
    }

    /** What is to be done, with one or with many. */
    public interface Work<T, R> {

        R alone(T wish);

        /** All in one transaction; empty for each that was left out of it. */
        List<Optional<R>> together(List<T> wishes);

        /** How much of a transaction's measure it takes. */
        long weight(T wish);
    }

    /** Does it, and returns or fails once it is durable or refused. */
    public R run(T wish) {
        if (waiting.isEmpty() && lanes.tryAcquire()) {
            return inLane(() -> work.alone(wish));
        }
        var caller = new Caller(wish);
        waiting.add(caller);
        handOn();
        return caller.turn.join().get();
    }

    private R inLane(Supplier<R> task) {
        try {
            return task.get();
        } finally {
            lanes.release();
            handOn();
        }
    }

    /** Whoever adds a caller or frees a lane looks whether one can go with the other. */
    private void handOn() {
        while (!waiting.isEmpty() && lanes.tryAcquire()) {
            var callers = next();
            if (callers.isEmpty()) {
                lanes.release();
            } else {
                callers.get(0).turn.complete(() -> inLane(() -> lead(callers)));
            }
        }
    }

    private List<Caller> next() {
        var next = new ArrayList<Caller>();
        for (var weight = 0L; next.size() < LARGEST && weight < ENOUGH; ) {
            var caller = waiting.poll();
            if (caller == null) {
                break;
            }
            next.add(caller);
            weight += work.weight(caller.wish);
        }
        return next;
    }

    /** The first caller does it for all of them. */
    private R lead(List<Caller> callers) {
        var turns = turns(callers);
        for (var i = 1; i < callers.size(); i++) {
            callers.get(i).turn.complete(turns.get(i));
        }
        return turns.get(0).get();
    }

    /** What is left for each of them to do: to take what came of it, or to try alone. */
    private List<Supplier<R>> turns(List<Caller> callers) {
        if (callers.size() == 1) {
            return List.of(callers.get(0)::alone);
        }
        try {
            var results =
                    work.together(callers.stream().map(caller -> caller.wish).toList());
            var turns = new ArrayList<Supplier<R>>();
            for (var i = 0; i < callers.size(); i++) {
                var caller = callers.get(i);
                turns.add(
                        results.get(i).<Supplier<R>>map(result -> () -> result).orElse(caller::alone));
            }
            return turns;
        } catch (RuntimeException | Error failure) {
            return callers.stream()
                    .<Supplier<R>>map(caller -> () -> caller.after(failure))
                    .toList();
        }
    }

    private final class Caller {

        private final T wish;

        /** What this caller's own thread is to do. */
        private final CompletableFuture<Supplier<R>> turn = new CompletableFuture<>();

        private Caller(T wish) {
            this.wish = wish;
        }

        private R alone() {
            return work.alone(wish);
        }

        /** What one of them caused is no fault of the others; but what may have been stored is not stored once more. */
        private R after(Throwable failure) {
            if (failure instanceof Unavailable away && away.code().equals(OUTCOME_UNKNOWN)) {
                throw new Unavailable(away.code(), away.getMessage(), away);
            }
            return alone();
        }
    }
}
