package dev.chatsessions.core.usecases;

import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.CodeHasher;
import java.util.concurrent.atomic.AtomicInteger;

/** Hashes codes as fast as can be, and counts how many were compared. */
final class QuickCodes implements CodeHasher {

    private final AtomicInteger salts = new AtomicInteger();

    private final AtomicInteger compared = new AtomicInteger();

    @Override
    public String hash(LinkCode code) {
        return hash(code, salts.incrementAndGet());
    }

    @Override
    public boolean matches(LinkCode code, String hash) {
        compared.incrementAndGet();
        return hash(code, Integer.parseInt(hash.substring(0, hash.indexOf(' '))))
                .equals(hash);
    }

    int compared() {
        return compared.get();
    }

    /** No two codes of six digits have the same. */
    private static String hash(LinkCode code, int salt) {
        return salt + " " + (salt + code.digits()).hashCode();
    }
}
