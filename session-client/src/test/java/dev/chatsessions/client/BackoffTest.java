package dev.chatsessions.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Random random = new Random(7);

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void pauses_grow_and_stay_within_their_bounds() {
        for (var failures = 0; failures < 100; failures++) {
            var most = Math.min(5_000, 100L << Math.min(failures, 20));
            for (var i = 0; i < 50; i++) {
                var pause = backoff.after(failures, random).toMillis();
                assertTrue(pause >= most / 2 && pause <= most, failures + " failures: " + pause);
            }
        }
    }

    @Test
    void clients_that_failed_together_do_not_come_back_together() {
        var different = IntStream.range(0, 100)
                .mapToObj(i -> backoff.after(5, random))
                .distinct()
                .count();

        assertTrue(different > 50, () -> different + " different pauses of 100");
    }

    @Test
    void the_server_may_ask_for_another_first_pause() {
        assertEquals(Duration.ofSeconds(2), backoff.from(Duration.ofSeconds(2)).first());
        assertEquals(Duration.ofSeconds(5), backoff.from(Duration.ofHours(2)).first());
        assertEquals(Duration.ofMillis(1), backoff.from(Duration.ZERO).first());
    }

    @Test
    void pauses_without_sense_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
