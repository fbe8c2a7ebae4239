package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.TooLarge;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Text;
import java.util.Collection;
import java.util.Optional;

/** What texts and values may be stored. Pure. */
public final class Limits {

    /** A user's message, in code points. */
    public static final int QUESTION_CODE_POINTS = 32_768;

    /** Any stored text, in bytes of UTF-8. */
    public static final int TEXT_BYTES = 1 << 20;

    private Limits() {}

    /** A name that a client chose: 1 to {@code limit} code points, storable, not blank, no control characters. */
    public static String name(String field, String value, int limit) {
        if (value.isBlank()) {
            throw new Invalid(field, "must not be blank");
        }
        if (value.codePointCount(0, value.length()) > limit) {
            throw new Invalid(field, "must be at most " + limit + " characters");
        }
        if (!Text.isStorable(value) || value.codePoints().anyMatch(Character::isISOControl)) {
            throw new Invalid(field, "must not hold control characters or half of a surrogate pair");
        }
        return value;
    }

    /** The same where there may be none. */
    public static Optional<String> name(String field, Optional<String> value, int limit) {
        return value.map(present -> name(field, present, limit));
    }

    /** What is asked for at once. */
    public static <T> Collection<T> atOnce(String field, Collection<T> items) {
        if (items.size() > PageRequest.MAX_LIMIT) {
            throw new Invalid(field, "must be at most " + PageRequest.MAX_LIMIT);
        }
        return items;
    }

    /** A text of a part, which is storable as such, of any length up to the limit of all stored texts. */
    public static String text(String field, String value) {
        if (value.length() * 3L > TEXT_BYTES && Text.utf8Length(value) > TEXT_BYTES) {
            throw new TooLarge(field + " is over 1 MiB");
        }
        return value;
    }

    /** What a user says: not blank, and short enough to be read. */
    public static String question(String field, String value) {
        text(field, value);
        if (value.isBlank()) {
            throw new Invalid(field, "must not be blank");
        }
        if (value.length() > QUESTION_CODE_POINTS && value.codePointCount(0, value.length()) > QUESTION_CODE_POINTS) {
            throw new Invalid(field, "must be at most " + QUESTION_CODE_POINTS + " characters");
        }
        return value;
    }

    /** A value that may be kept as state, label or attribute. */
    public static JsonValue value(String field, JsonValue value) {
        if (value.depth() > JsonValue.MAX_DEPTH) {
            throw new Invalid(field, "must be at most " + JsonValue.MAX_DEPTH + " levels deep");
        }
        if (value.bytes() > JsonValue.MAX_BYTES) {
            throw new Invalid(field, "must be at most " + JsonValue.MAX_BYTES + " bytes");
        }
        return value;
    }
}
