package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names a session. A name, never a credential. Written as a UUID in lower case. */
public record SessionId(UUID value) {

    public SessionId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static SessionId parse(String text) {
        return new SessionId(Ids.uuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
