package dev.chatsessions.adapter.inmemory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A map whose every change can be taken back. */
final class Rows<K, V> {

    private final Journal journal;

    private final Map<K, V> rows;

    Rows(Journal journal) {
        this(journal, new HashMap<>());
    }

    Rows(Journal journal, Map<K, V> empty) {
        this.journal = journal;
        this.rows = empty;
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    boolean has(K key) {
        return rows.containsKey(key);
    }

    void put(K key, V value) {
        var before = rows.put(key, value);
        journal.note(() -> restore(key, before));
    }

    void remove(K key) {
        var before = rows.remove(key);
        if (before != null) {
            journal.note(() -> rows.put(key, before));
        }
    }

    private void restore(K key, V before) {
        if (before == null) {
            rows.remove(key);
        } else {
            rows.put(key, before);
        }
    }
}
