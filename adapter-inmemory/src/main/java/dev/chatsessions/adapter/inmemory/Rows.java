package dev.chatsessions.adapter.inmemory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Rows in no order, found by their keys. */
final class Rows<K, V> {

    private final Journal journal;

    private final Map<K, V> rows = new HashMap<>();

    Rows(Journal journal) {
        this.journal = journal;
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    boolean has(K key) {
        return rows.containsKey(key);
    }

    Stream<V> all() {
        return rows.values().stream();
    }

    Stream<Map.Entry<K, V>> entries() {
        return rows.entrySet().stream();
    }

    /** The value, which is made first where there is none. */
    V findOrPut(K key, Supplier<V> first) {
        var present = find(key);
        if (present.isPresent()) {
            return present.get();
        }
        var made = first.get();
        put(key, made);
        return made;
    }

    /** Keeps the value and returns the one that was there. */
    Optional<V> put(K key, V value) {
        var before = rows.put(key, value);
        journal.note(before == null ? () -> rows.remove(key) : () -> rows.put(key, before));
        return Optional.ofNullable(before);
    }

    void remove(K key) {
        var before = rows.remove(key);
        if (before != null) {
            journal.note(() -> rows.put(key, before));
        }
    }
}
