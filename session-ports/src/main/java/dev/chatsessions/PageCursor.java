package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** Where a page begins: opaque, good only for the list and the filter that it came from, for as long as one likes. */
public record PageCursor(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,512}");

    public PageCursor {
        if (!FORM.matcher(requireNonNull(value, "value")).matches()) {
            throw new IllegalArgumentException("not a page cursor");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
