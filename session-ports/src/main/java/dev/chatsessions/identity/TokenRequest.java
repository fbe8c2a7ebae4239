package dev.chatsessions.identity;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Caller;
import java.time.Duration;

/**
 * A token to be issued.
 *
 * @param subject who its holder will be, with which permissions
 * @param ttl how long it is good, 1 second to 366 days
 */
public record TokenRequest(Caller subject, Duration ttl) {

    public TokenRequest {
        requireNonNull(subject, "subject");
        requireNonNull(ttl, "ttl");
    }
}
