package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The part of each day in which nothing is answered, by the clock on the wall of the user's zone, so that it moves with
 * daylight saving.
 *
 * @param from the first minute of silence
 * @param until the first minute after it; before {@code from} when the silence crosses midnight, the same for none
 */
public record QuietHours(LocalTime from, LocalTime until) {

    public QuietHours {
        requireNonNull(from, "from");
        requireNonNull(until, "until");
    }

    /** Whether it is silent at {@code now}. */
    public boolean cover(Instant now, ZoneId zone) {
        var time = now.atZone(zone).toLocalTime();
        return from.isAfter(until)
                ? !time.isBefore(from) || time.isBefore(until)
                : !time.isBefore(from) && time.isBefore(until);
    }

    /** When the silence that covers {@code now} ends; empty when none does. A time that the clocks skip is the next one. */
    public Optional<Instant> endAfter(Instant now, ZoneId zone) {
        if (!cover(now, zone)) {
            return Optional.empty();
        }
        var local = now.atZone(zone);
        var day = local.toLocalTime().isBefore(until)
                ? local.toLocalDate()
                : local.toLocalDate().plusDays(1);
        return Optional.of(
                day.atTime(until).atZone(zone).withLaterOffsetAtOverlap().toInstant());
    }
}
