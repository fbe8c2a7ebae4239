package dev.chatsessions.examples.worker;

import java.time.Duration;
import java.util.Locale;

/** How durations are written: {@code 50ms}, {@code 30s}, {@code 15m}, {@code 2h}. */
final class Durations {

    private Durations() {}

    static Duration parse(String text) {
        if (!text.matches("[1-9][0-9]{0,6}(ms|s|m|h)")) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 50ms, 30s, 15m or 2h");
        }
        var number = Long.parseLong(text.replaceAll("[a-z]", ""));
        return text.endsWith("ms") ? Duration.ofMillis(number) : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    static String words(Duration time) {
        return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
