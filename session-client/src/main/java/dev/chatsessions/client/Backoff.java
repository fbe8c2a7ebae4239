package dev.chatsessions.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: longer after each that failed, and never the same, so that clients who lost their
 * server together do not come back together. Immutable.
 *
 * @param first before the first try, at most
 * @param longest before any try, at most
 */
record Backoff(Duration first, Duration longest) {

    Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("the pauses are not 0 < first <= longest");
        }
    }

    /** @param failures how many tries failed in a row, 0 after a line that had worked */
    Duration after(int failures, RandomGenerator random) {
        var factor = 1L << Math.min(failures, 20);
        var most = Math.min(longest.toMillis(), first.toMillis() * factor);
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }

    /** The same, beginning with the pause that the server asks for. */
    Backoff from(Duration asked) {
        var least = asked.toMillis() < 1 ? Duration.ofMillis(1) : asked;
        return least.compareTo(longest) > 0 ? new Backoff(longest, longest) : new Backoff(least, longest);
    }
}
