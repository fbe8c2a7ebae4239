package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the policies came to.
 *
 * @param endedAt empty while it goes on
 * @param outcomes one for each policy, in their order
 */
public record RetentionReport(Instant startedAt, Optional<Instant> endedAt, List<Outcome> outcomes) {

    public RetentionReport {
        requireNonNull(startedAt, "startedAt");
        requireNonNull(endedAt, "endedAt");
        outcomes = List.copyOf(outcomes);
    }

    /**
     * What one policy came to.
     *
     * @param looked how many sessions it had to look at
     * @param exempt how many of them it means, but for their label
     * @param done how many it archived or deleted, or would
     */
    public record Outcome(RetentionPolicy policy, long looked, long exempt, long done) {
        public Outcome {
            requireNonNull(policy, "policy");
        }
    }
}
