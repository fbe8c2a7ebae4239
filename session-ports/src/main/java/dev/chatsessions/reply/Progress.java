package dev.chatsessions.reply;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The answer to a producer's write.
 *
 * @param end the end of the text stored
 * @param stopRequested whether the producer should stop and complete or give up
 */
public record Progress(TextOffset end, boolean stopRequested, Instant leaseUntil) {

    public Progress {
        requireNonNull(end, "end");
        requireNonNull(leaseUntil, "leaseUntil");
    }
}
