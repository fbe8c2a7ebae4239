package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names a pairing of a device with a user, from its start on. Written as a UUID in lower case. */
public record LinkId(UUID value) {

    public LinkId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static LinkId parse(String text) {
        return new LinkId(Ids.uuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
