package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names a message. Written as a UUID in lower case. */
public record MessageId(UUID value) {

    public MessageId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static MessageId parse(String text) {
        return new MessageId(Ids.uuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
