package dev.chatsessions.link;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** A one-time code: six digits of ASCII. Never printed: {@code toString} hides them. */
public record LinkCode(String digits) {

    private static final Pattern FORM = Pattern.compile("[0-9]{6}");

    public LinkCode {
        if (!isOne(digits)) {
            throw new IllegalArgumentException("digits are not six of 0 to 9");
        }
    }

    /** Whether {@code text} has the form of a code. */
    public static boolean isOne(String text) {
        return FORM.matcher(requireNonNull(text, "text")).matches();
    }

    @Override
    public String toString() {
        return "LinkCode[hidden]";
    }
}
