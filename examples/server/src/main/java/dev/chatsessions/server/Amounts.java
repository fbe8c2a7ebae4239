package dev.chatsessions.server;

import dev.chatsessions.adapter.javalin.HttpSettings.RateLimit;
import dev.chatsessions.server.Values.Absence;
import dev.chatsessions.server.Values.BodySize;
import dev.chatsessions.server.Values.Heartbeat;
import dev.chatsessions.server.Values.Lease;
import dev.chatsessions.server.Values.Rate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** How numbers, times and sizes are written, and how large each may be. */
final class Amounts {

    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})([KM]iB)");

    private static final Map<String, TemporalUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private static final int MOST_CALLS = 1_000_000;

    private static final int KIB = 1 << 10;

    private Amounts() {}

    /** A shorter one would be lost by a pause of the process, a longer one keeps a dead answer open. */
    static Lease lease(String value) {
        return new Lease(between(value, "a lease", "500ms", "1h"));
    }

    /** Who is away is looked for once a second. */
    static Absence absence(String value) {
        return new Absence(between(value, "a time to be away", "1s", "366d"));
    }

    /** A longer silence would have clients take the stream for broken. */
    static Heartbeat heartbeat(String value) {
        return new Heartbeat(between(value, "a heartbeat", "1s", "30s"));
    }

    private static Duration between(String value, String what, String least, String most) {
        var duration = duration(value);
        if (duration.compareTo(duration(least)) < 0 || duration.compareTo(duration(most)) > 0) {
            throw new TypeConversionException("'" + value + "' is not " + what + " (" + least + " to " + most + ")");
        }
        return duration;
    }

    /** No less than the longest message takes, each of its characters escaped; no more than a thread can hold. */
    static BodySize bodySize(String value) {
        var parts = SIZE.matcher(value);
        if (parts.matches()) {
            var kib = Integer.parseInt(parts.group(1)) * (parts.group(2).equals("KiB") ? 1L : KIB);
            if (kib >= 512 && kib <= 64 * KIB) {
                return new BodySize(Math.toIntExact(kib * KIB));
            }
        }
        throw new TypeConversionException("'" + value + "' is not a size for bodies (512KiB to 64MiB)");
    }

    static Rate rate(String value) {
        return new Rate(
                value.equals("none")
                        ? Optional.empty()
                        : Optional.of(new RateLimit(
                                number(value, "a number of calls a second, or none", 1, MOST_CALLS),
                                Duration.ofSeconds(1))));
    }

    static int number(String value, String what, int least, int most) {
        if (value.matches("[0-9]{1,9}")) {
            var number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new TypeConversionException("'" + value + "' is not " + what + " (" + least + " to " + most + ")");
    }

    /** {@code 500ms}, {@code 2s}, {@code 15m}, {@code 12h}, {@code 30d}. */
    static Duration duration(String value) {
        var parts = DURATION.matcher(value);
        if (!parts.matches()) {
            throw new TypeConversionException("'" + value + "' is not a duration such as 500ms, 2s, 15m, 12h or 30d");
        }
        return Duration.of(Long.parseLong(parts.group(1)), UNITS.get(parts.group(2)));
    }
}
