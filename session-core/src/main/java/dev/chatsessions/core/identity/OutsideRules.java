package dev.chatsessions.core.identity;

import dev.chatsessions.spi.IdentityProvider.Vouched;
import java.time.Instant;
import java.util.Optional;

/** Whether, and for how long, what an identity provider issued is good here. Pure. */
final class OutsideRules {

    private OutsideRules() {}

    /**
     * Whether it has not ended and its user has not signed out everywhere since it was issued.
     *
     * @param signedOut when he last did
     */
    static boolean isInForce(Vouched vouched, Optional<Instant> signedOut, Instant now) {
        return now.isBefore(end(vouched))
                && signedOut.filter(at -> !vouched.issuedAt().isAfter(at)).isEmpty();
    }

    /** When it ends: as it says, and in no more than the time for which it is known that its user signed out. */
    static Instant end(Vouched vouched) {
        var last = vouched.issuedAt().plus(Credentials.LONGEST);
        return vouched.expiresAt().isBefore(last) ? vouched.expiresAt() : last;
    }
}
