package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names a reply: one question's answer, from queued to finished. Written as a UUID in lower case. */
public record ReplyId(UUID value) {

    public ReplyId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static ReplyId parse(String text) {
        return new ReplyId(Ids.uuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
