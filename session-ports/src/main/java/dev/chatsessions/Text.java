package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/** What every stored text must be, and how it is measured. */
public final class Text {

    private Text() {}

    /** Whether {@code text} is Unicode that every storage keeps alike: no half of a surrogate pair and no U+0000. */
    public static boolean isStorable(String text) {
        return requireNonNull(text, "text").indexOf('\0') < 0 && isWellFormed(text);
    }

    /** Whether every surrogate in {@code text} stands in a pair. */
    public static boolean isWellFormed(String text) {
        for (var i = 0; i < text.length(); i++) {
            var unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            if (Character.isLowSurrogate(unit)
                    || i + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(i + 1))) {
                return false;
            }
            i++;
        }
        return true;
    }

    /** The length of {@code text} in bytes of UTF-8. */
    public static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
