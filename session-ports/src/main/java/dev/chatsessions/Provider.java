package dev.chatsessions;

import static java.util.Objects.requireNonNull;

/** Names a maker of devices, such as {@code omi}: 1 to 32 of lower-case letters, digits and hyphens. */
public record Provider(String value) {

    public Provider {
        if (!requireNonNull(value, "value").matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException("value is not 1 to 32 of a-z, 0-9 and -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
