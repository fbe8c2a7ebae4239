package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.stream.Stream;

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
        return endAfter(now, zone).isPresent();
    }

    /**
     * When the silence that covers {@code now} ends; empty when none does. It begins with the first and ends with the last
     * time that the clock shows what is said; a time that the clocks skip is when they skip it.
     */
    public Optional<Instant> endAfter(Instant now, ZoneId zone) {
        if (from.equals(until)) {
            return Optional.empty();
        }
        var today = now.atZone(zone).toLocalDate();
        return Stream.of(today.minusDays(1), today)
                .filter(day -> !first(day.atTime(from), zone).isAfter(now))
                .map(day -> last((until.isBefore(from) ? day.plusDays(1) : day).atTime(until), zone))
                .filter(now::isBefore)
                .findFirst();
    }

    private static Instant first(LocalDateTime time, ZoneId zone) {
        return skipped(time, zone).orElseGet(() -> time.atZone(zone).toInstant());
    }

    private static Instant last(LocalDateTime time, ZoneId zone) {
        return skipped(time, zone)
                .orElseGet(() -> time.atZone(zone).withLaterOffsetAtOverlap().toInstant());
    }

    private static Optional<Instant> skipped(LocalDateTime time, ZoneId zone) {
        return Optional.ofNullable(zone.getRules().getTransition(time))
                .filter(ZoneOffsetTransition::isGap)
                .map(ZoneOffsetTransition::getInstant);
    }
}
