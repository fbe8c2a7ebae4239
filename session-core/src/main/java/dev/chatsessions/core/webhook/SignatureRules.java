package dev.chatsessions.core.webhook;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.webhook.Proof;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Whether a delivery was signed with a secret: Standard Webhooks, version 1, and GitHub's SHA-256. Compares in a time that
 * tells nothing of what was expected. Pure.
 */
final class SignatureRules {

    /** How far the sender's clock may be from ours, and how long a delivery that somebody recorded can be sent again. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    /** Before the secrets of Standard Webhooks, which are in base 64. */
    static final String STANDARD_PREFIX = "whsec_";

    private static final String STANDARD_VERSION = "v1,";

    private static final String GITHUB_VERSION = "sha256=";

    private SignatureRules() {}

    /** One failure for all that can be wrong with a signature. */
    static Unauthenticated invalid() {
        return new Unauthenticated("signature-invalid", "the delivery is not signed with a secret that is good for it");
    }

    static void requireFresh(Proof.Standard proof, Instant now) {
        if (Math.abs(now.getEpochSecond() - proof.sentAt()) > WINDOW.toSeconds()) {
            throw new Unauthenticated(
                    "timestamp-out-of-range", "the delivery was signed more than five minutes ago or hence");
        }
    }

    /** Whether one of the signatures is one of these secrets'. */
    static boolean isSigned(Proof.Standard proof, byte[] body, List<String> secrets) {
        var signatures = List.of(proof.signatures().split(" "));
        var good = false;
        for (var secret : secrets) {
            var expected = STANDARD_VERSION + standard(secret, proof.id(), proof.sentAt(), body);
            for (var signature : signatures) {
                good |= isSame(expected, signature);
            }
        }
        return good;
    }

    static boolean isSigned(Proof.GitHub proof, byte[] body, List<String> secrets) {
        var good = false;
        for (var secret : secrets) {
            good |= isSame(GITHUB_VERSION + github(secret, body), proof.signature());
        }
        return good;
    }

    private static String standard(String secret, String id, long sentAt, byte[] body) {
        var key = BaseEncoding.base64().decode(secret.substring(STANDARD_PREFIX.length()));
        var signed = Hashing.hmacSha256(key)
                .newHasher()
                .putString(id + "." + sentAt + ".", StandardCharsets.UTF_8)
                .putBytes(body)
                .hash();
        return BaseEncoding.base64().encode(signed.asBytes());
    }

    private static String github(String secret, byte[] body) {
        return Hashing.hmacSha256(secret.getBytes(StandardCharsets.UTF_8))
                .hashBytes(body)
                .toString();
    }

    private static boolean isSame(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
