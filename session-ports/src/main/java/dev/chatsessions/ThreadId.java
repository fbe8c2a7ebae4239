package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names a thread of messages. A name, never a credential. Written as a UUID in lower case. */
public record ThreadId(UUID value) {

    public ThreadId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static ThreadId parse(String text) {
        return new ThreadId(Ids.uuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
