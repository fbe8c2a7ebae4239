package dev.chatsessions.adapter.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    private final Blocks<Integer, Row> blocks = new Blocks<>(Placing.by(Row::key, Comparator.naturalOrder()));

    private final TreeMap<Integer, Row> tree = new TreeMap<>();

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
    void only_what_comes_last_is_added_last_and_can_be_taken_back() {
        for (var key = 0; key <= 200; key += 2) {
            assertTrue(blocks.addLast(new Row(key, "row " + key)));
            tree.put(key, new Row(key, "row " + key));
        }
        assertFalse(blocks.addLast(new Row(200, "again")));
        assertFalse(blocks.addLast(new Row(101, "between")));
        assertLikeTree();

        while (!tree.isEmpty()) {
            tree.pollLastEntry();
            blocks.removeLast();
        }
        assertLikeTree();
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

    private void put(int key, String text) {
        var row = new Row(key, text);
        assertEquals(Optional.ofNullable(tree.put(key, row)), blocks.put(row));
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
            var below = List.copyOf(tree.headMap(key, false).values());
            assertEquals(List.copyOf(tree.headMap(key, false).descendingMap().values()), all(blocks.downFrom(key)));
            for (var limit : List.of(0, 1, 50, 64, 130, 2_000)) {
                assertEquals(
                        below.subList(Math.max(0, below.size() - limit), below.size()), blocks.lastBelow(key, limit));
            }
        }
    }

    private static List<Row> all(Iterator<Row> walk) {
        var rows = new ArrayList<Row>();
        walk.forEachRemaining(rows::add);
        return rows;
    }

    private record Row(int key, String text) {}
}
