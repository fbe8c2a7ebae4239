package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names a request. Written as a UUID in lower case. */
public record RequestId(UUID value) {

    public RequestId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static RequestId parse(String text) {
        return new RequestId(Ids.uuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
