package dev.chatsessions.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * Counts attempts at what may not be tried too often, for all nodes together. Under each name there is one window of time at
 * most; it begins with an attempt.
 */
public interface AttemptStore {

    /**
     * Counts one more attempt under {@code name}, in the window that is open at {@code now} or else in a new one up to
     * {@code end}, unless that has had {@code most}. One conditional update decides, however many try at once. Returns empty
     * when it was counted, else when the window ends that is full.
     */
    Optional<Instant> take(String name, int most, Instant now, Instant end);

    /** Takes one attempt back, as if it had not been made; where none is counted, nothing changes. */
    void giveBack(String name);

    /** Removes up to {@code limit} windows that ended before {@code before} and returns how many. */
    int removeEnded(Instant before, int limit);
}
