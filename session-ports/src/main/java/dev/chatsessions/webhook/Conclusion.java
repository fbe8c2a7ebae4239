package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A conversation as its provider has written it down for good: it takes the place of what was delivered while it lasted.
 *
 * @param id the provider's own, 1 to 200 characters
 * @param startedAt as the provider says
 * @param title up to 200 characters
 * @param delivery its segments: those whose ids were delivered before get the text that they have here, and those that are
 *     not here are absorbed
 */
public record Conclusion(String id, Optional<Instant> startedAt, Optional<String> title, Delivery delivery) {

    public Conclusion {
        requireNonNull(id, "id");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(title, "title");
        requireNonNull(delivery, "delivery");
    }
}
