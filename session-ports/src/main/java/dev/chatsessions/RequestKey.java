package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Makes a creating call safe to repeat: the same caller, operation and key within 24 hours give the first result again
 * and create nothing. The same key with another content is {@link ChatSessionsException.KeyReused}. It is what HTTP
 * calls an {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header).
 */
public sealed interface RequestKey {

    /** A key of 1 to 255 visible ASCII characters. */
    static RequestKey of(String value) {
        return new Given(value);
    }

    /** No key: the call is served, and a repetition creates once more. */
    static RequestKey none() {
        return new None();
    }

    /** A key that the client chose. */
    record Given(String value) implements RequestKey {

        private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

        public Given {
            if (!FORM.matcher(requireNonNull(value, "value")).matches()) {
                throw new IllegalArgumentException("request key is not 1 to 255 visible ASCII characters");
            }
        }
    }

    /** The client gave none. */
    record None() implements RequestKey {}
}
