package dev.chatsessions.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** In Berlin, the clocks went from 2:00 to 3:00 on 29 March 2026, and from 3:00 back to 2:00 on 25 October. */
    @ParameterizedTest
    @CsvSource({
        "22:00, 07:00, 2026-05-01T19:59:59Z, ",
        "22:00, 07:00, 2026-05-01T20:00:00Z, 2026-05-02T05:00:00Z",
        "22:00, 07:00, 2026-05-02T04:59:59Z, 2026-05-02T05:00:00Z",
        "22:00, 07:00, 2026-05-02T05:00:00Z, ",
        "12:00, 13:00, 2026-05-01T10:30:00Z, 2026-05-01T11:00:00Z",
        "12:00, 13:00, 2026-05-01T11:00:00Z, ",
        "12:00, 12:00, 2026-05-01T10:00:00Z, ",
        "22:00, 07:00, 2026-03-28T21:00:00Z, 2026-03-29T05:00:00Z",
        "22:00, 02:30, 2026-03-29T00:59:59Z, 2026-03-29T01:00:00Z",
        "22:00, 02:30, 2026-03-29T01:00:00Z, ",
        "02:30, 07:00, 2026-03-29T00:59:59Z, ",
        "02:30, 07:00, 2026-03-29T01:00:00Z, 2026-03-29T05:00:00Z",
        "02:10, 02:50, 2026-03-29T01:00:00Z, ",
        "22:00, 02:30, 2026-10-25T00:15:00Z, 2026-10-25T01:30:00Z",
        "22:00, 02:30, 2026-10-25T00:45:00Z, 2026-10-25T01:30:00Z",
        "22:00, 02:30, 2026-10-25T01:29:59Z, 2026-10-25T01:30:00Z",
        "22:00, 02:30, 2026-10-25T01:30:00Z, ",
        "02:30, 02:30, 2026-10-25T00:45:00Z, ",
        "02:30, 07:00, 2026-10-25T00:29:59Z, ",
        "02:30, 07:00, 2026-10-25T00:30:00Z, 2026-10-25T06:00:00Z",
        "02:30, 07:00, 2026-10-25T01:15:00Z, 2026-10-25T06:00:00Z",
    })
    void silence_ends_when_it_is_said_to_end_and_is_broken_by_no_clock_that_is_changed(
            LocalTime from, LocalTime until, Instant now, Instant end) {
        var hours = new QuietHours(from, until);

        assertEquals(Optional.ofNullable(end), hours.endAfter(now, BERLIN));
        assertEquals(end != null, hours.cover(now, BERLIN));
    }
}
