package dev.chatsessions.core.identity;

import com.google.common.hash.Hashing;
import dev.chatsessions.spi.SecretHasher;
import java.nio.charset.StandardCharsets;

/** SHA-256, which is enough for secrets of 256 random bits: there is nothing to guess. Thread-safe. */
public final class Sha256Hasher implements SecretHasher {

    @Override
    public String hash(String secret) {
        return Hashing.sha256().hashString(secret, StandardCharsets.UTF_8).toString();
    }
}
