package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Knows the users of another system by the tokens that it issued to them. Called before the transactions of a use case, on
 * threads that may wait a moment; what it said is believed for half a second. Thread-safe.
 */
public interface IdentityProvider {

    /**
     * Whom a token proves at {@code now}, the time that all nodes compare; empty when it proves nobody, whatever the reason,
     * also when it is not one of the provider's at all. Fails with {@link Unavailable} when that cannot be told now.
     */
    Optional<Vouched> verify(String token, Instant now);

    /** A provider that knows nobody. */
    static IdentityProvider none() {
        return (token, now) -> Optional.empty();
    }

    /**
     * What a good token says.
     *
     * @param user who shows it, under a name that the provider gives to nobody else; {@link UserId#of} makes one
     * @param issuedAt when it was issued, by the provider's clock: a user who signs out everywhere revokes what was issued
     *     until then
     * @param expiresAt when it stops being good
     */
    record Vouched(UserId user, Instant issuedAt, Instant expiresAt) {
        public Vouched {
            requireNonNull(user, "user");
            requireNonNull(issuedAt, "issuedAt");
            requireNonNull(expiresAt, "expiresAt");
        }
    }
}
