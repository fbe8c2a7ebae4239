package dev.chatsessions.identity;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.TokenId;
import java.time.Instant;

/**
 * A token as it is handed out, once: only a hash of the secret is kept.
 *
 * @param secret 256 random bits behind a prefix that tells the kind, URL-safe
 */
public record IssuedToken(TokenId id, String secret, Instant expiresAt) {

    public IssuedToken {
        requireNonNull(id, "id");
        requireNonNull(secret, "secret");
        requireNonNull(expiresAt, "expiresAt");
    }

    @Override
    public String toString() {
        return "IssuedToken[id=" + id + ", secret hidden, expiresAt=" + expiresAt + "]";
    }
}
