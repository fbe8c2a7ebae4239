package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Text;
import java.time.Duration;
import java.util.Optional;

/**
 * A stretch of speech that a device wrote down.
 *
 * @param id the provider's own, up to 1,000 characters; the same however often it is delivered. Empty where there is none
 * @param text what was said; storable, not blank, at most {@value #MAX_TEXT} characters
 * @param speaker the provider's word for who spoke, such as {@code SPEAKER_01}; up to 200 characters
 * @param byUser whether the device takes the speaker for its owner
 * @param start since its conversation began; not negative
 * @param end not before {@code start}, at most 7 days
 */
public record Segment(
        Optional<String> id, String text, Optional<String> speaker, boolean byUser, Duration start, Duration end) {

    private static final Duration LATEST = Duration.ofDays(7);

    /** The longest text, in code points. */
    public static final int MAX_TEXT = 32_768;

    private static final int LONGEST_NAME = 200;

    private static final int LONGEST_ID = 1_000;

    public Segment {
        requireNonNull(id, "id");
        requireNonNull(text, "text");
        requireNonNull(speaker, "speaker");
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        if (text.isBlank() || !Text.isStorable(text) || text.codePointCount(0, text.length()) > MAX_TEXT) {
            throw new IllegalArgumentException("text is blank or too long, or holds U+0000 or half a surrogate pair");
        }
        id.ifPresent(given -> requireName("id", given, LONGEST_ID));
        speaker.ifPresent(given -> requireName("speaker", given, LONGEST_NAME));
        if (start.isNegative() || end.compareTo(start) < 0 || end.compareTo(LATEST) > 0) {
            throw new IllegalArgumentException("start " + start + " and end " + end + " are no stretch of time");
        }
    }

    private static void requireName(String field, String value, int longest) {
        if (value.isBlank()
                || value.codePointCount(0, value.length()) > longest
                || !Text.isStorable(value)
                || value.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + " is blank, too long, or holds what is no text");
        }
    }
}
