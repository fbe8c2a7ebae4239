package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A place in one log: everything up to and including {@code sequence} has been seen.
 *
 * <p>On the wire it is opaque text. It tells its own log from another, so that a cursor brought to the wrong stream is
 * noticed, and its epoch from a later one, so that a log which started anew is noticed.
 *
 * @param log a short tag of the {@link LogScope} it belongs to, eight hexadecimal digits
 * @param epoch which life of the log; it changes when the log can no longer be trusted
 * @param sequence 0 before the first event
 */
public record Cursor(String log, long epoch, long sequence) {

    private static final int TAG_LENGTH = 8;

    private static final Pattern SHAPE =
            Pattern.compile("([0-9a-f]{8})-(0|[1-9a-f][0-9a-f]{0,15})-(0|[1-9][0-9]{0,18})");

    public Cursor {
        if (!isTag(requireNonNull(log, "log"))) {
            throw new IllegalArgumentException("log is not eight hexadecimal digits");
        }
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch " + epoch + " is negative");
        }
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + " is negative");
        }
    }

    /** The place after {@code sequence} in the log of {@code scope}. */
    public static Cursor of(LogScope scope, long epoch, long sequence) {
        return new Cursor(tag(scope), epoch, sequence);
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static Cursor parse(String text) {
        var match = SHAPE.matcher(requireNonNull(text, "text"));
        if (!match.matches()) {
            throw new IllegalArgumentException("not a cursor");
        }
        return new Cursor(match.group(1), Long.parseLong(match.group(2), 16), Long.parseLong(match.group(3)));
    }

    /** Whether this is a place in the log of {@code scope}. */
    public boolean isIn(LogScope scope) {
        return log.equals(tag(scope));
    }

    /** The same log, another place. */
    public Cursor at(long newSequence) {
        return new Cursor(log, epoch, newSequence);
    }

    private static String tag(LogScope scope) {
        var sum = new CRC32();
        sum.update(scope.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /** By hand, as a cursor is made for every event of every listener. */
    private static boolean isTag(String text) {
        return text.length() == TAG_LENGTH
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f');
    }

    @Override
    public String toString() {
        return log + "-" + Long.toHexString(epoch) + "-" + sequence;
    }
}
