package dev.chatsessions.identity;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Caller;
import dev.chatsessions.TokenId;
import java.time.Instant;
import java.util.Optional;

/**
 * A verified credential.
 *
 * @param token which one; empty for one that was configured and not issued
 * @param expiresAt when it stops being good; empty for never
 */
public record Identity(Caller caller, Optional<TokenId> token, Optional<Instant> expiresAt) {

    public Identity {
        requireNonNull(caller, "caller");
        requireNonNull(token, "token");
        requireNonNull(expiresAt, "expiresAt");
    }
}
