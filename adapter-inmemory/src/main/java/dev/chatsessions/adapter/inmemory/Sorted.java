package dev.chatsessions.adapter.inmemory;

import java.util.Collections;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;

/** {@link Rows} in the order of their keys. */
final class Sorted<K, V> {

    private final Rows<K, V> rows;

    private final NavigableMap<K, V> view;

    Sorted(Journal journal, Comparator<? super K> order) {
        var map = new TreeMap<K, V>(order);
        rows = new Rows<>(journal, map);
        view = Collections.unmodifiableNavigableMap(map);
    }

    /** The rows as they are, to be read only. */
    NavigableMap<K, V> view() {
        return view;
    }

    void put(K key, V value) {
        rows.put(key, value);
    }

    void remove(K key) {
        rows.remove(key);
    }
}
