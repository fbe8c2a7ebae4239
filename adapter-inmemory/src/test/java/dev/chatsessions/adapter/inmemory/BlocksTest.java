package dev.chatsessions.adapter.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class BlocksTest {

    private final Blocks<Integer, String> blocks = new Blocks<>(Comparator.<Integer>naturalOrder());

    private final TreeMap<Integer, String> tree = new TreeMap<>();

    @Test
    void rows_put_one_after_the_other_are_all_there() {
        for (var key = 1; key <= 1_000; key++) {
            put(key, "row " + key);
        }

        assertLikeTree();
    }

    @Test
    void rows_put_backwards_are_all_there() {
        for (var key = 1_000; key > 0; key--) {
            put(key, "row " + key);
        }

        assertLikeTree();
    }

    @Test
    void whatever_is_put_and_removed_it_answers_like_a_tree() {
        for (var seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            for (var step = 0; step < 500; step++) {
                var key = random.nextInt(400);
                if (random.nextInt(seed % 5 + 2) == 0) {
                    assertEquals(Optional.ofNullable(tree.remove(key)), blocks.remove(key));
                } else {
                    put(key, "row " + step);
                }
            }
            assertLikeTree();
        }
    }

    @Test
    void nothing_is_left_when_all_is_removed() {
        for (var key = 1; key <= 300; key++) {
            put(key, "row " + key);
        }
        for (var key : List.copyOf(tree.keySet())) {
            assertEquals(Optional.of(tree.remove(key)), blocks.remove(key));
        }

        assertLikeTree();
        assertThrows(NoSuchElementException.class, () -> blocks.up().next());
        assertThrows(NoSuchElementException.class, () -> blocks.down().next());
    }

    private void put(int key, String row) {
        assertEquals(Optional.ofNullable(tree.put(key, row)), blocks.put(key, row));
    }

    private void assertLikeTree() {
        assertEquals(tree.size(), blocks.size());
        assertEquals(List.copyOf(tree.values()), all(blocks.up()));
        assertEquals(List.copyOf(tree.descendingMap().values()), all(blocks.down()));
        for (var key = -1; key <= 1_001; key++) {
            assertEquals(Optional.ofNullable(tree.get(key)), blocks.find(key));
        }
        for (var key = -1; key <= 1_001; key += 7) {
            assertEquals(List.copyOf(tree.tailMap(key, false).values()), all(blocks.upAfter(key)));
            assertEquals(List.copyOf(tree.headMap(key, false).values()), all(blocks.upTo(key)));
            assertEquals(List.copyOf(tree.headMap(key, false).descendingMap().values()), all(blocks.downFrom(key)));
        }
    }

    private static List<String> all(Iterator<String> walk) {
        var rows = new ArrayList<String>();
        walk.forEachRemaining(rows::add);
        return rows;
    }
}
