package dev.chatsessions.core.identity;

import com.google.common.primitives.Longs;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random bits that nobody can foresee, in any number: AES in counter mode, under keys that the system's generator draws.
 * They cost a tenth of what that generator takes for as many. Not thread-safe.
 */
final class RandomBits {

    private static final int KEY_BYTES = 32;

    private static final int COUNTER_BYTES = 16;

    /** How many stretches are drawn under one key. */
    private static final int DRAWS = 64;

    private static final byte[] ZEROS = new byte[1 << 10];

    private final SecureRandom random;

    private final Cipher cipher = aes();

    private final byte[] stretch = new byte[ZEROS.length];

    private int used = stretch.length;

    private int drawsLeft;

    RandomBits(SecureRandom random) {
        this.random = random;
    }

    long next() {
        if (used == stretch.length) {
            draw();
        }
        var at = used;
        used += Long.BYTES;
        return Longs.fromBytes(
                stretch[at],
                stretch[at + 1],
                stretch[at + 2],
                stretch[at + 3],
                stretch[at + 4],
                stretch[at + 5],
                stretch[at + 6],
                stretch[at + 7]);
    }

    private void draw() {
        if (drawsLeft == 0) {
            begin();
            drawsLeft = DRAWS;
        }
        try {
            cipher.update(ZEROS, 0, ZEROS.length, stretch);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
        used = 0;
        drawsLeft--;
    }

    private void begin() {
        try {
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(drawn(KEY_BYTES), "AES"),
                    new IvParameterSpec(drawn(COUNTER_BYTES)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] drawn(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Every JDK has it. */
    private static Cipher aes() {
        try {
            return Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
