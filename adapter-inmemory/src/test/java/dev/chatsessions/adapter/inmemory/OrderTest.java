package dev.chatsessions.adapter.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class OrderTest {

    @Test
    void ids_are_in_the_order_of_their_text() {
        var ascending = List.of(
                UUID.fromString("00000000-0000-0000-0000-000000000000"),
                UUID.fromString("00000000-0000-0000-ffff-ffffffffffff"),
                UUID.fromString("7fffffff-ffff-ffff-0000-000000000000"),
                UUID.fromString("80000000-0000-0000-0000-000000000000"),
                UUID.fromString("80000000-0000-0000-8000-000000000000"),
                UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff"));

        var sorted = new ArrayList<>(ascending);
        Collections.reverse(sorted);
        sorted.sort(Order.OF_IDS);

        assertEquals(ascending, sorted);
    }

    @Test
    void texts_are_in_the_order_of_their_code_points() {
        var ascending = List.of("", "A", "AB", "a", "é", "\uD7FF", "\uE000", "\uFFFD", "\uD83D\uDE00", "\uD83D\uDE01");

        var sorted = new ArrayList<>(ascending);
        Collections.reverse(sorted);
        sorted.sort(Order.OF_TEXTS);

        assertEquals(ascending, sorted);
    }
}
