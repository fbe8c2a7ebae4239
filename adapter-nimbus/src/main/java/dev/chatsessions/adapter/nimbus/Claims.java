package dev.chatsessions.adapter.nimbus;

import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/** What a token has to say, whoever signed it. */
record Claims(String issuer, String audience) {

    /** By how much the provider's clock may be ahead of ours, or behind. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final Set<String> REQUIRED =
            Set.of(JWTClaimNames.SUBJECT, JWTClaimNames.ISSUED_AT, JWTClaimNames.EXPIRATION_TIME);

    void verify(JWTClaimsSet claims, Moment at) throws BadJWTException {
        new AtThatMoment(this, at.now()).verify(claims, at);
        if (claims.getIssueTime().toInstant().isAfter(at.now().plus(SKEW))) {
            throw new BadJWTException("JWT issued in the future");
        }
    }

    private static final class AtThatMoment extends DefaultJWTClaimsVerifier<Moment> {

        private final Instant now;

        AtThatMoment(Claims claims, Instant now) {
            super(
                    claims.audience(),
                    new JWTClaimsSet.Builder().issuer(claims.issuer()).build(),
                    REQUIRED);
            this.now = now;
            setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
        }

        @Override
        protected Date currentTime() {
            return Date.from(now);
        }
    }
}
