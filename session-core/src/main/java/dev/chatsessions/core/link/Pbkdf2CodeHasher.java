package dev.chatsessions.core.link;

import com.google.common.io.BaseEncoding;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.CodeHasher;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 (RFC 8018) with a salt of its own for each code. All million codes of one hash take days of one processor, and a
 * code is good for minutes. Thread-safe.
 */
public final class Pbkdf2CodeHasher implements CodeHasher {

    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

    private static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;

    private static final int HASH_BITS = 256;

    private static final BaseEncoding BASE_64 = BaseEncoding.base64().omitPadding();

    private static final Pattern STORED =
            Pattern.compile("pbkdf2-sha256\\$([1-9][0-9]{0,8})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final SecureRandom random = new SecureRandom();

    private final int iterations;

    public Pbkdf2CodeHasher() {
        this(ITERATIONS);
    }

    Pbkdf2CodeHasher(int iterations) {
        this.iterations = iterations;
    }

    @Override
    public String hash(LinkCode code) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return "pbkdf2-sha256$" + iterations + "$" + BASE_64.encode(salt) + "$"
                + BASE_64.encode(derived(code, salt, iterations));
    }

    @Override
    public boolean matches(LinkCode code, String hash) {
        var parts = STORED.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored code was hashed in another way");
        }
        var derived = derived(code, BASE_64.decode(parts.group(2)), Integer.parseInt(parts.group(1)));
        return MessageDigest.isEqual(derived, BASE_64.decode(parts.group(3)));
    }

    private static byte[] derived(LinkCode code, byte[] salt, int iterations) {
        var key = new PBEKeySpec(code.digits().toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(key).getEncoded();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, missing);
        } finally {
            key.clearPassword();
        }
    }
}
