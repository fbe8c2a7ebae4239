package dev.chatsessions.adapter.inmemory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rows in no order, found by their keys. */
final class Rows<K, V> implements Keyed<K, V> {

    private final Journal journal;

    private final Map<K, V> rows = new HashMap<>();

    Rows(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Optional<V> find(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    boolean has(K key) {
        return rows.containsKey(key);
    }

    @Override
    public Optional<V> put(K key, V value) {
        var before = rows.put(key, value);
        journal.note(before == null ? () -> rows.remove(key) : () -> rows.put(key, before));
        return Optional.ofNullable(before);
    }

    @Override
    public void remove(K key) {
        var before = rows.remove(key);
        if (before != null) {
            journal.note(() -> rows.put(key, before));
        }
    }
}
