package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LogScope;
import dev.chatsessions.thread.Message;
import java.time.Instant;
import java.util.Optional;

/**
 * An event read back.
 *
 * @param message the message it tells of, as it is now; empty when it tells of none, or that one is gone
 */
public record LoggedEvent(LogScope scope, long sequence, Instant at, EventBody body, Optional<Message> message) {

    public LoggedEvent {
        requireNonNull(scope, "scope");
        requireNonNull(at, "at");
        requireNonNull(body, "body");
        requireNonNull(message, "message");
    }
}
