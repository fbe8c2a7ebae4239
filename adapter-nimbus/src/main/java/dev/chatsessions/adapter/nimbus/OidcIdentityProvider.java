package dev.chatsessions.adapter.nimbus;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.IdentityProvider;
import dev.chatsessions.spi.Observer;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An OpenID Connect provider, or any that signs JWTs and publishes its keys: a token is good when one of these keys, found by
 * the {@code kid} that the token names, signed it with an algorithm of a fixed list, all of key pairs, and when it says this issuer,
 * this audience, a subject, and times between which it is now. What a token says of where its key would be is not looked at.
 *
 * <p>Keys are fetched when the first token comes, and kept; Thread-safe. Starts no thread.
 */
public final class OidcIdentityProvider implements IdentityProvider {

    /** Those by which a key that everybody may know proves something; what a token asks for beside them is refused. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final String issuer;

    private final DefaultJWTProcessor<Moment> tokens = new DefaultJWTProcessor<>();

    private OidcIdentityProvider(String issuer, String audience, URI keys, Observer observer) {
        this.issuer = issuer;
        var claims = new Claims(issuer, audience);
        tokens.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt")));
        tokens.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new KeySet(keys, observer)));
        tokens.setJWTClaimsSetVerifier(claims::verify);
    }

    /**
     * The provider that signs as {@code issuer}, letter by letter as in its tokens.
     *
     * @param audience whom its tokens have to be for: the name under which the provider knows this service
     * @param keys where its JSON Web Key Set is, over HTTPS unless that is this machine
     * @param observer told when the keys could not be fetched again and older ones serve
     */
    public static OidcIdentityProvider of(String issuer, String audience, URI keys, Observer observer) {
        if (!issuer.matches("https?://[^\\s?#]+")) {
            throw new IllegalArgumentException("issuer " + issuer + " is not a URL without query and fragment");
        }
        if (audience.isBlank()) {
            throw new IllegalArgumentException("audience is blank");
        }
        return new OidcIdentityProvider(issuer, audience, keys, requireNonNull(observer, "observer"));
    }

    @Override
    public Optional<Vouched> verify(String token, Instant now) {
        try {
            var jwt = SignedJWT.parse(token);
            return jwt.getHeader().getKeyID() == null
                    ? Optional.empty()
                    : Optional.of(vouched(tokens.process(jwt, new Moment(now))));
        } catch (KeySourceException away) {
            throw new Unavailable(
                    "identity-provider-unavailable", "the keys of the identity provider cannot be had now", away);
        } catch (ParseException | JOSEException | BadJOSEException | IllegalArgumentException notGood) {
            return Optional.empty();
        }
    }

    private Vouched vouched(JWTClaimsSet claims) {
        return new Vouched(
                UserId.of(issuer, claims.getSubject()),
                claims.getIssueTime().toInstant(),
                claims.getExpirationTime().toInstant());
    }
}
