package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What became of a delivery.
 *
 * @param accepted segments that are new
 * @param repeated segments that were there already; all that could be used, when the delivery itself is repeated
 * @param skipped segments that could not be used
 * @param linked whether the device is somebody's; else what was accepted waits to be claimed
 * @param answer what the assistant answered, if it did at once: for the device, to which it is told here and nowhere else
 */
public record Receipt(int accepted, int repeated, int skipped, boolean linked, Optional<String> answer) {

    public Receipt {
        if (accepted < 0 || repeated < 0 || skipped < 0) {
            throw new IllegalArgumentException("a count is negative");
        }
        requireNonNull(answer, "answer");
    }

    /** The same with an answer. */
    public Receipt telling(String text) {
        return new Receipt(accepted, repeated, skipped, linked, Optional.of(text));
    }
}
