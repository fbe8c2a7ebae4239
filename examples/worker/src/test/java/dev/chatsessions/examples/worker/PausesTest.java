package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PausesTest {

    private static final Pauses PAUSES = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** The least that chance can give; as {@code long} it would never come from bits. */
    private record Least() implements RandomGenerator {

        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return 0;
        }
    }

    /** The most that chance can give. */
    private record Most() implements RandomGenerator {

        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 500, 1000",
        "2, 1000, 2000",
        "3, 2000, 4000",
        "4, 4000, 8000",
        "5, 8000, 16000",
        "6, 15000, 30000",
        "7, 15000, 30000",
        "64, 15000, 30000",
        "2147483647, 15000, 30000",
    })
    void each_failure_in_a_row_doubles_the_pause_up_to_the_longest(int failures, long least, long most) {
        assertEquals(Duration.ofMillis(least), PAUSES.after(failures, new Least()));
        assertEquals(Duration.ofMillis(most), PAUSES.after(failures, new Most()));
    }
}
