package dev.chatsessions.spi;

import dev.chatsessions.link.LinkCode;
import java.util.UUID;

/** Makes ids and secrets. Thread-safe. */
public interface IdSource {

    /** A UUID of version 7 (RFC 9562), higher than every one that this source gave before. */
    UUID next();

    /** A log's epoch: a number that two lives of a log do not share, 1 to 2^47. */
    long epoch();

    /** 256 random bits from a cryptographic source, written with the URL-safe alphabet of base 64 (RFC 4648). */
    String secret();

    /** A code from a cryptographic source; each of the million is as likely as any other. */
    LinkCode linkCode();
}
