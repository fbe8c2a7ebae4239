package dev.chatsessions.adapter.nimbus;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** An identity provider on this machine, with keys of its own; it also issues what no provider should. Not thread-safe. */
public final class StubProvider implements AutoCloseable {

    public static final String ISSUER = "https://login.example/realms/a";

    public static final String AUDIENCE = "chat";

    private final KeyServer server = new KeyServer();

    private int rotations;

    private RSAKey key = nextKey();

    /** Where its keys are. */
    public URI keys() {
        return server.address();
    }

    /** From now on another key signs, and the one before it is no longer published. */
    public void rotate() {
        key = nextKey();
    }

    /** A token as it should be. */
    public String token(String subject, Duration ttl) {
        return signed(
                key.getKeyID(),
                claims(subject).expirationTime(Date.from(Instant.now().plus(ttl))));
    }

    public String unsigned(String subject) {
        return new PlainJWT(claims(subject).build()).serialize();
    }

    /** Signed with what everybody may know. */
    public String signedWithThePublicKey(String subject) {
        try {
            return signed(
                    JWSAlgorithm.HS256,
                    key.getKeyID(),
                    claims(subject),
                    new MACSigner(key.toRSAPublicKey().getEncoded()));
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public String forAnotherAudience(String subject) {
        return signed(key.getKeyID(), claims(subject).audience("mail"));
    }

    public String fromAnotherIssuer(String subject) {
        return signed(key.getKeyID(), claims(subject).issuer("https://login.example/realms/b"));
    }

    public String withoutEnd(String subject) {
        return signed(key.getKeyID(), claims(subject).expirationTime(null));
    }

    /** Says that another key signed it. */
    public String namingTheKey(String kid, String subject) {
        return signed(kid, claims(subject));
    }

    private static JWTClaimsSet.Builder claims(String subject) {
        var now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
    }

    private String signed(String kid, JWTClaimsSet.Builder claims) {
        try {
            return signed(JWSAlgorithm.RS256, kid, claims, new RSASSASigner(key));
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String signed(JWSAlgorithm algorithm, String kid, JWTClaimsSet.Builder claims, JWSSigner signer)
            throws JOSEException {
        var header = new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT)
                .keyID(kid)
                .build();
        var jwt = new SignedJWT(header, claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private RSAKey nextKey() {
        try {
            rotations++;
            var made = new RSAKeyGenerator(2048).keyID("key-" + rotations).generate();
            server.publish(made);
            return made;
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Is away from now on. */
    @Override
    public void close() {
        server.close();
    }
}
