package dev.chatsessions.examples.worker;

import java.util.regex.Pattern;

/** What an agent says as a line that the server takes, which has no control characters, no half of a pair, and an end. Pure. */
final class Line {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private static final Pattern HALF = Pattern.compile("\\p{Cs}");

    private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

    private Line() {}

    /** Empty where nothing was said; {@code most} characters at most, of which none is cut. */
    static String of(String said, int most) {
        var line = HALF.matcher(CONTROL.matcher(said).replaceAll(" "))
                .replaceAll("\uFFFD")
                .strip();
        return line.codePointCount(0, line.length()) > most
                ? line.substring(0, line.offsetByCodePoints(0, most)).strip()
                : line;
    }

    /** Whether anybody can store it as it is. */
    static boolean isStorable(String text) {
        return !UNSTORABLE.matcher(text).find();
    }
}
