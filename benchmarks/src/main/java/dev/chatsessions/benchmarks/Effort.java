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
 * @param sessions how many sessions there are
 * @param starts how often a program is started
 * @param compiling how long a call in memory is repeated at most until the compiler is done with it
 * @param live how much is listened to
 */
record Effort(
        List<Integer> sizes,
        int turns,
        List<Integer> callers,
        Duration slice,
        int slices,
        int requests,
        List<Integer> sessions,
        int starts,
        Duration idle,
        Duration compiling,
        Live live) {

    static final Effort FULL = new Effort(
            List.of(10, 100, 1_000, 10_000, 100_000),
            400,
            List.of(1, 8, 16, 32),
            Duration.ofSeconds(2),
            5,
            2_000,
            List.of(1_000, 100_000, 1_000_000),
            5,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            new Live(
                    List.of(100, 1_000, 5_000),
                    3,
                    Duration.ofSeconds(3),
                    Duration.ofMillis(1_500),
                    List.of(1, 100, 500),
                    Duration.ofSeconds(10),
                    1_000,
                    3,
                    1_000,
                    List.of(1, 20),
                    200,
                    "postgresql"));

    /** Enough to see that it works. */
    static final Effort TINY = new Effort(
            List.of(10, 100),
            4,
            List.of(1, 2),
            Duration.ofMillis(20),
            1,
            6,
            List.of(200),
            1,
            Duration.ofMillis(10),
            Duration.ZERO,
            new Live(
                    List.of(3),
                    1,
                    Duration.ofMillis(100),
                    Duration.ofMillis(20),
                    List.of(1, 2),
                    Duration.ofMillis(100),
                    3,
                    1,
                    2,
                    List.of(1),
                    2,
                    "memory"));

    int largest() {
        return callers.stream().mapToInt(callers -> callers).max().orElseThrow();
    }

    /** The same, where there are no more than {@code most} sessions. */
    Effort withSessions(int most) {
        return new Effort(
                sizes,
                turns,
                callers,
                slice,
                slices,
                requests,
                sessions.stream().filter(count -> count <= most).toList(),
                starts,
                idle,
                compiling,
                live);
    }

    /**
     * How much is listened to.
     *
     * @param audiences how many listen at once to the same
     * @param rounds how often each side has its turn
     * @param paced how long a side sends so many messages a second
     * @param saturated how long it sends as many as it can
     * @param answers how many answers are written at once
     * @param answering how long they are written
     * @param clients how many come back at once
     * @param storms how often they do
     * @param crossings how many messages go from node to node; where nodes only look now and then, a tenth of it
     * @param workers how many workers share the sessions
     * @param sessions how many are answered at once by agents
     * @param workplace where the workers' server keeps what is said
     */
    record Live(
            List<Integer> audiences,
            int rounds,
            Duration paced,
            Duration saturated,
            List<Integer> answers,
            Duration answering,
            int clients,
            int storms,
            int crossings,
            List<Integer> workers,
            int sessions,
            String workplace) {}
}
