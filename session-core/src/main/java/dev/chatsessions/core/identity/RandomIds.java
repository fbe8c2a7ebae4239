package dev.chatsessions.core.identity;

import com.google.common.base.Strings;
import com.google.common.io.BaseEncoding;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.IdSource;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Ids that ascend within this process and hardly ever descend between processes. Thread-safe. */
public final class RandomIds implements IdSource {

    private static final int SECRET_BYTES = 32;

    private static final int CODES = 1_000_000;

    private final SecureRandom random = new SecureRandom();

    /** For ids. What is secret is drawn when it is needed. */
    private final RandomBits bits = new RandomBits(random);

    private final InstantSource clock;

    private long lastMillis;

    private int counter;

    public RandomIds() {
        this(InstantSource.system());
    }

    RandomIds(InstantSource clock) {
        this.clock = clock;
    }

    /** RFC 9562, section 5.7, with the counter of section 6.2, method 1, in the twelve bits after the version. */
    @Override
    public synchronized UUID next() {
        // Only the order of ids hangs on this clock, nothing that nodes compare.
        var millis = clock.millis();
        if (millis > lastMillis) {
            lastMillis = millis;
            counter = (int) bits.next() & 0x3ff;
        } else if (++counter > 0xfff) {
            lastMillis++;
            counter = 0;
        }
        return new UUID(
                lastMillis << 16 | 0x7000 | counter, bits.next() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L);
    }

    @Override
    public long epoch() {
        return 1 + (random.nextLong() & (1L << 47) - 1);
    }

    @Override
    public String secret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return BaseEncoding.base64Url().omitPadding().encode(bytes);
    }

    @Override
    public LinkCode linkCode() {
        return new LinkCode(Strings.padStart(Integer.toString(random.nextInt(CODES)), 6, '0'));
    }
}
