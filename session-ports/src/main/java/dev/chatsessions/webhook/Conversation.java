package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.thread.ChatThread;
import java.time.Instant;
import java.util.Optional;

/**
 * A thread of what a device heard: it goes on until nothing was heard for a while, or the provider concludes it.
 *
 * @param origin the provider's own id; empty until it is concluded
 * @param startedAt when its first segment came
 * @param heardAt when its last segment came
 * @param endedAt empty while it goes on
 */
public record Conversation(
        ChatThread thread, Optional<String> origin, Instant startedAt, Instant heardAt, Optional<Instant> endedAt) {

    public Conversation {
        requireNonNull(thread, "thread");
        requireNonNull(origin, "origin");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(heardAt, "heardAt");
        requireNonNull(endedAt, "endedAt");
    }

    /** The device's session that it is in. */
    public SessionId session() {
        return thread.session();
    }
}
