package dev.chatsessions.adapter.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class MovableClockTest {

    private static final Instant START = Instant.parse("2026-03-04T12:00:00.123456Z");

    private final MovableClock clock = MovableClock.startingAt(START);

    @Test
    void it_stands_still_until_it_is_moved() {
        assertEquals(START, clock.instant());
        assertEquals(ZoneOffset.UTC, clock.getZone());

        clock.advance(Duration.ofMillis(1));

        assertEquals(START.plusMillis(1), clock.instant());
    }

    @Test
    void it_does_not_go_backwards() {
        assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofNanos(-1)));

        assertEquals(START, clock.instant());
    }

    @Test
    void the_same_clock_in_another_zone_moves_with_it() {
        var there = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.advance(Duration.ofHours(1));

        assertEquals(START.plusSeconds(3600), there.instant());
        assertEquals(ZoneId.of("Asia/Tokyo"), there.getZone());
    }
}
