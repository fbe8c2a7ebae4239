package dev.chatsessions;

import static java.util.Objects.requireNonNull;

/** Where a page begins: opaque, good only for the list and the filter that it came from, for as long as one likes. */
public record PageCursor(String value) {

    private static final int MAX_LENGTH = 512;

    public PageCursor {
        if (requireNonNull(value, "value").isEmpty() || value.length() > MAX_LENGTH || !isBase64Url(value)) {
            throw new IllegalArgumentException("not a page cursor");
        }
    }

    private static boolean isBase64Url(String value) {
        for (var i = 0; i < value.length(); i++) {
            var unit = value.charAt(i);
            var fits = unit >= 'a' && unit <= 'z'
                    || unit >= 'A' && unit <= 'Z'
                    || unit >= '0' && unit <= '9'
                    || unit == '-'
                    || unit == '_';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
