package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Names a request for permission among those of its reply, made by who asks: 1 to 128 of letters, digits, {@code .},
 * {@code _}, {@code :} and {@code -}.
 */
public record PermissionId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public PermissionId {
        if (!FORM.matcher(requireNonNull(value, "value")).matches()) {
            throw new IllegalArgumentException("value is not 1 to 128 of A-Z, a-z, 0-9, ., _, : and -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
