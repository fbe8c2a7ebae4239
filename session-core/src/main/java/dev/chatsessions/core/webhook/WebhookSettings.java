package dev.chatsessions.core.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What the inbox of devices decides by.
 *
 * @param silence after which a conversation is over; default 120 s
 * @param answerWait how long a delivery waits for an answer that it can take along, at most 400 ms; default 300 ms
 * @param answerLease how long one may take to tell a device an answer before somebody else does; default 30 s
 * @param answerTries how often a device is told an answer that it did not take; default 3
 * @param orphanRetention how long what nobody claims is kept, from when it was last heard; default 30 days
 */
public record WebhookSettings(
        Duration silence, Duration answerWait, Duration answerLease, int answerTries, Duration orphanRetention) {

    private static final Duration LONGEST_WAIT = Duration.ofMillis(400);

    public WebhookSettings {
        requirePositive("silence", silence);
        requirePositive("answerLease", answerLease);
        requirePositive("orphanRetention", orphanRetention);
        if (requireNonNull(answerWait, "answerWait").isNegative() || answerWait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("answerWait " + answerWait + " is not 0 to 400 ms");
        }
        if (answerTries < 1) {
            throw new IllegalArgumentException("answerTries " + answerTries + " is less than 1");
        }
    }

    public static WebhookSettings defaults() {
        return new WebhookSettings(
                Duration.ofSeconds(120), Duration.ofMillis(300), Duration.ofSeconds(30), 3, Duration.ofDays(30));
    }

    public WebhookSettings withSilence(Duration value) {
        return new WebhookSettings(value, answerWait, answerLease, answerTries, orphanRetention);
    }

    public WebhookSettings withAnswerWait(Duration value) {
        return new WebhookSettings(silence, value, answerLease, answerTries, orphanRetention);
    }

    public WebhookSettings withOrphanRetention(Duration value) {
        return new WebhookSettings(silence, answerWait, answerLease, answerTries, value);
    }

    private static void requirePositive(String name, Duration value) {
        if (requireNonNull(value, name).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " " + value + " is not positive");
        }
    }
}
