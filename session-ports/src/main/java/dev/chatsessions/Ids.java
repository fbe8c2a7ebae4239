package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import java.util.regex.Pattern;

/** The shapes that the ids of this package share. */
final class Ids {

    private static final Pattern UUID_SHAPE =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Ids() {}

    /** Stricter than {@link UUID#fromString}, which also takes {@code 1-1-1-1-1}. */
    static UUID uuid(String text) {
        if (!UUID_SHAPE.matcher(requireNonNull(text, "text")).matches()) {
            throw new IllegalArgumentException("not a UUID");
        }
        return UUID.fromString(text);
    }

    /** Text that others chose: 1 to {@code limit} code points, well-formed, no control characters, not blank. */
    static String name(String value, int limit) {
        requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("value is blank");
        }
        if (value.codePointCount(0, value.length()) > limit) {
            throw new IllegalArgumentException("value is longer than " + limit + " characters");
        }
        if (!Text.isWellFormed(value) || value.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("value holds a control character or half a surrogate pair");
        }
        return value;
    }
}
