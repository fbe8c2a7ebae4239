package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TicketTest {

    private static Ticket claimed(long fence) {
        return new Ticket("reply", "session", "thread", fence, Instant.EPOCH, "What?");
    }

    @Test
    void what_was_permitted_to_an_earlier_claim_is_not_permitted_to_this_one() {
        var before = claimed(1).permission("1");

        assertEquals(Optional.of("1"), claimed(1).number(before));
        assertEquals(Optional.empty(), claimed(2).number(before));
        assertEquals(Optional.empty(), claimed(11).number(before));
    }
}
