package dev.chatsessions.adapter.inmemory;

import java.util.Map;
import java.util.TreeMap;

/** How many rows of which table. */
final class Tally {

    private final Map<String, Long> counts = new TreeMap<>();

    /** Counts them and returns how many they were. */
    int add(String table, int rows) {
        if (rows > 0) {
            counts.merge(table, (long) rows, Long::sum);
        }
        return rows;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    Map<String, Long> counts() {
        return counts;
    }
}
