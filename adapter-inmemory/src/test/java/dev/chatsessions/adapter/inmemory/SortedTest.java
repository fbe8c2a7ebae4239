package dev.chatsessions.adapter.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Comparator;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SortedTest {

    private final Sorted<Integer, String> rows =
            new Sorted<>(new Journal(), Placing.by(SortedTest::key, Comparator.naturalOrder()));

    @Test
    void rows_are_read_in_both_directions_from_any_key() {
        List.of(30, 10, 20).forEach(key -> rows.put("row " + key));

        assertEquals(List.of("row 10", "row 20", "row 30"), rows.ascending().toList());
        assertEquals(List.of("row 20", "row 30"), rows.ascendingAfter(10).toList());
        assertEquals(List.of("row 10", "row 20"), rows.ascendingBefore(30).toList());
        assertEquals(List.of("row 30", "row 20", "row 10"), rows.descending().toList());
        assertEquals(List.of("row 20", "row 10"), rows.descendingBefore(25).toList());
    }

    @Test
    void no_stream_counts_its_rows_before_it_gives_the_first() {
        List<Supplier<Stream<String>>> streams = List.of(
                rows::ascending,
                () -> rows.ascendingAfter(10),
                () -> rows.ascendingBefore(30),
                rows::descending,
                () -> rows.descendingBefore(30));

        for (var stream : streams) {
            assertFalse(stream.get().spliterator().hasCharacteristics(Spliterator.SIZED));
        }
    }

    private static int key(String row) {
        return Integer.parseInt(row.substring("row ".length()));
    }
}
