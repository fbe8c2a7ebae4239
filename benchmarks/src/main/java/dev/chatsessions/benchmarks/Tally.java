package dev.chatsessions.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * When each of an audience heard each of a row of messages, and what it missed or heard twice. Written by the audience; read
 * when it has been waited for.
 */
final class Tally implements Audience.Hearing {

    private final Map<Long, Samples> arrivals = new HashMap<>();

    private final long[] next;

    private long lost;

    private long doubled;

    /**
     * @param first the mark of the first message that each listener has to hear
     */
    Tally(int listeners, long first) {
        next = new long[listeners];
        Arrays.fill(next, first);
    }

    @Override
    public void heard(int listener, long mark, long at) {
        arrivals.computeIfAbsent(mark, unused -> new Samples()).add(at);
        if (mark < next[listener]) {
            doubled++;
        } else {
            lost += mark - next[listener];
            next[listener] = mark + 1;
        }
    }

    /** When a message came to those who heard it. */
    Samples arrivals(long mark) {
        return arrivals.getOrDefault(mark, new Samples());
    }

    /** How many messages before {@code end} somebody did not hear. */
    long lost(long end) {
        return lost + Arrays.stream(next).map(here -> end - here).sum();
    }

    long doubled() {
        return doubled;
    }
}
