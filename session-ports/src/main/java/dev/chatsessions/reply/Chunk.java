package dev.chatsessions.reply;

import static java.util.Objects.requireNonNull;

/** A piece of an answer's text. */
public record Chunk(TextOffset offset, String text) {

    /** More than that are not written at once. */
    public static final int MOST_AT_ONCE = 100;

    public Chunk {
        requireNonNull(offset, "offset");
        requireNonNull(text, "text");
    }
}
