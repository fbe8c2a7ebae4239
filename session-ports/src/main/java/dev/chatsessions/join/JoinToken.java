package dev.chatsessions.join;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import java.time.Instant;
import java.util.Optional;

/**
 * An invitation to a session, for one guest.
 *
 * @param expiresAt until when it may be redeemed; once it was, until when its guest may stay
 * @param redeemedAt when a guest came by it; empty while none did
 * @param revokedAt when its owner took it back, and sent its guest away; empty while he did not
 */
public record JoinToken(
        TokenId id,
        SessionId session,
        Admission admission,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> redeemedAt,
        Optional<Instant> revokedAt) {

    /** Begins the secret of every join token, and of no other credential. */
    public static final String PREFIX = "cs_j_";

    public JoinToken {
        requireNonNull(id, "id");
        requireNonNull(session, "session");
        requireNonNull(admission, "admission");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(expiresAt, "expiresAt");
        requireNonNull(redeemedAt, "redeemedAt");
        requireNonNull(revokedAt, "revokedAt");
    }

    /** Whether a guest may still come by it, or is there by it. */
    public boolean isGoodAt(Instant now) {
        return revokedAt.isEmpty() && now.isBefore(expiresAt);
    }

    /** The same, used up by a guest who may stay until {@code until}. */
    public JoinToken redeemedAt(Instant at, Instant until) {
        return new JoinToken(id, session, admission, createdAt, until, Optional.of(at), revokedAt);
    }

    /** The same, taken back. */
    public JoinToken revokedAt(Instant at) {
        return new JoinToken(id, session, admission, createdAt, expiresAt, redeemedAt, Optional.of(at));
    }
}
