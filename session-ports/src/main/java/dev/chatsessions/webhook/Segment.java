package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Text;
import java.time.Duration;
import java.util.Optional;

/**
 * A stretch of speech that a device wrote down.
 *
 * @param id the provider's own; the same however often it is delivered. Empty where the provider gives none
 * @param text what was said; storable and not blank
 * @param speaker the provider's word for who spoke, such as {@code SPEAKER_01}; up to 200 characters
 * @param byUser whether the device takes the speaker for its owner
 * @param start since its conversation began; not negative
 * @param end not before {@code start}, at most 7 days
 */
public record Segment(
        Optional<String> id, String text, Optional<String> speaker, boolean byUser, Duration start, Duration end) {

    private static final Duration LATEST = Duration.ofDays(7);

    public Segment {
        requireNonNull(id, "id");
        requireNonNull(text, "text");
        requireNonNull(speaker, "speaker");
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        if (text.isBlank() || !Text.isStorable(text)) {
            throw new IllegalArgumentException("text is blank, or holds U+0000 or half a surrogate pair");
        }
        if (start.isNegative() || end.compareTo(start) < 0 || end.compareTo(LATEST) > 0) {
            throw new IllegalArgumentException("start " + start + " and end " + end + " are no stretch of time");
        }
    }
}
