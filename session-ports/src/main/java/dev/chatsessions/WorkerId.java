package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** Names a worker program, made by its client: 1 to 64 of letters, digits, {@code _} and {@code -}. */
public record WorkerId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public WorkerId {
        if (!FORM.matcher(requireNonNull(value, "value")).matches()) {
            throw new IllegalArgumentException("value is not 1 to 64 of A-Z, a-z, 0-9, _ and -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
