package dev.chatsessions.presence;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ClientId;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import java.time.Instant;

/** A client entered the session, or left it. */
public record PresenceEvent(LogScope scope, long sequence, Instant at, String caller, ClientId client, boolean present)
        implements LiveEvent {

    public PresenceEvent {
        requireNonNull(scope, "scope");
        requireNonNull(at, "at");
        requireNonNull(caller, "caller");
        requireNonNull(client, "client");
    }

    @Override
    public String kind() {
        return "presence";
    }
}
