package dev.chatsessions.spi;

import dev.chatsessions.link.LinkCode;

/**
 * Turns a code of few digits into what may be kept: slowly and with a salt, because whoever finds it can try all codes.
 * Takes as long to compare as to make one. Thread-safe.
 */
public interface CodeHasher {

    /** Another one each time, which names how it was made. Up to 255 ASCII characters. */
    String hash(LinkCode code);

    /** Whether {@code hash} was made of this code, by this program or by one with other settings. */
    boolean matches(LinkCode code, String hash);
}
