package dev.chatsessions.examples.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries: each up to twice as long as the one before, and half of it at random, so that those who lost
 * something together do not come back together. Immutable.
 */
record Pauses(Duration first, Duration longest) {

    /** @param failures how many tries failed in a row, 1 at least */
    Duration after(int failures, RandomGenerator random) {
        var most = Math.min(longest.toNanos(), first.toNanos() << Math.min(failures - 1, 20));
        return Duration.ofNanos(most / 2 + random.nextLong(most / 2 + 1));
    }
}
