package dev.chatsessions;

import static java.util.Objects.requireNonNull;

/** Where a page begins: opaque, good only for the list and the filter that it came from, for as long as one likes. */
public record PageCursor(String value) {

    public PageCursor {
        if (!requireNonNull(value, "value").matches("[A-Za-z0-9_-]{1,512}")) {
            throw new IllegalArgumentException("not a page cursor");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
