package dev.chatsessions.tck;

import dev.chatsessions.LinkId;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenId;
import dev.chatsessions.WebhookSecretId;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids in the shape of UUIDv7, each higher than those before. Thread-safe. */
final class TestIds {

    private static final long TIME = 0x0199_a0b1_c2d3_7000L;

    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final AtomicLong last = new AtomicLong();

    UUID next() {
        var count = last.incrementAndGet();
        return new UUID(TIME + (count << 16), VARIANT + count * 0x0001_0203_0405L);
    }

    SessionId session() {
        return new SessionId(next());
    }

    ThreadId thread() {
        return new ThreadId(next());
    }

    MessageId message() {
        return new MessageId(next());
    }

    ReplyId reply() {
        return new ReplyId(next());
    }

    TokenId token() {
        return new TokenId(next());
    }

    LinkId link() {
        return new LinkId(next());
    }

    WebhookSecretId webhookSecret() {
        return new WebhookSecretId(next());
    }

    /**
     * Ids in ascending order as RFC 9562 has it: byte by byte, unsigned. Java's own order of UUIDs puts the third and
     * fourth first, and an order by one half only mixes the first two.
     */
    static UUID[] ascendingUnsigned() {
        return new UUID[] {
            UUID.fromString("01990000-0000-7000-8000-000000000001"),
            UUID.fromString("01990000-0000-7000-bfff-ffffffffffff"),
            UUID.fromString("7fffffff-ffff-7fff-8000-000000000000"),
            UUID.fromString("80000000-0000-7000-8000-000000000000"),
            UUID.fromString("ffffffff-ffff-7fff-8000-000000000001")
        };
    }
}
