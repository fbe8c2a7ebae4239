package dev.chatsessions.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is done to find a number out.
 *
 * @param sizes how many messages a thread has
 * @param turns how often each size is measured on a database; in memory twenty times as often
 * @param callers how many call at once
 * @param slice how long one side runs before the other has its turn, where calls are counted
 * @param slices how often each side runs
 * @param requests how many requests of each kind, and how many deltas
 * @param starts how often a program is started
 * @param compiling how long a call in memory is repeated before it is measured
 */
record Effort(
        List<Integer> sizes,
        int turns,
        List<Integer> callers,
        Duration slice,
        int slices,
        int requests,
        int starts,
        Duration idle,
        Duration compiling) {

    static final Effort FULL = new Effort(
            List.of(10, 100, 1_000, 10_000, 100_000),
            400,
            List.of(1, 8, 16, 32),
            Duration.ofSeconds(2),
            5,
            2_000,
            5,
            Duration.ofSeconds(5),
            Duration.ofSeconds(40));

    /** Enough to see that it works. */
    static final Effort TINY = new Effort(
            List.of(10, 100), 4, List.of(1, 2), Duration.ofMillis(20), 1, 6, 1, Duration.ofMillis(10), Duration.ZERO);

    int largest() {
        return callers.stream().mapToInt(callers -> callers).max().orElseThrow();
    }
}
