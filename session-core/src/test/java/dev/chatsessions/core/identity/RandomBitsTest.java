package dev.chatsessions.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class RandomBitsTest {

    private static final int MORE_THAN_ONE_KEY_GIVES = 20_000;

    private final RandomBits bits = new RandomBits(new SecureRandom());

    @Test
    void nothing_comes_twice_and_each_bit_is_set_about_every_other_time() {
        var seen = new HashSet<Long>();
        var set = new int[Long.SIZE];
        for (var i = 0; i < MORE_THAN_ONE_KEY_GIVES; i++) {
            var drawn = bits.next();
            seen.add(drawn);
            for (var bit = 0; bit < Long.SIZE; bit++) {
                set[bit] += (int) (drawn >>> bit & 1);
            }
        }

        assertEquals(MORE_THAN_ONE_KEY_GIVES, seen.size());
        for (var often : set) {
            assertEquals(MORE_THAN_ONE_KEY_GIVES / 2.0, often, MORE_THAN_ONE_KEY_GIVES / 20.0);
        }
    }

    @Test
    void two_sources_give_different_bits() {
        var seen = new HashSet<Long>();
        var other = new RandomBits(new SecureRandom());
        for (var i = 0; i < 1_000; i++) {
            seen.add(bits.next());
            seen.add(other.next());
        }

        assertEquals(2_000, seen.size());
    }
}
