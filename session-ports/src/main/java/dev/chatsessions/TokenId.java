package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names an issued credential without being one. Written as a UUID in lower case. */
public record TokenId(UUID value) {

    public TokenId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static TokenId parse(String text) {
        return new TokenId(Ids.uuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
