package dev.chatsessions.adapter.inmemory;

import java.util.Comparator;

/** {@link Sorted} rows for each of many groups. A group without rows takes no space. */
final class Grouped<G, K, V> {

    private final Journal journal;

    private final Comparator<? super K> order;

    private final Rows<G, Sorted<K, V>> groups;

    private final Sorted<K, V> none;

    Grouped(Journal journal, Comparator<? super K> order) {
        this.journal = journal;
        this.order = order;
        this.groups = new Rows<>(journal);
        this.none = new Sorted<>(journal, order);
    }

    /** The rows of a group, as they are now. */
    Ordered<K, V> of(G group) {
        return groups.find(group).orElse(none);
    }

    void put(G group, K key, V value) {
        var rows = groups.find(group);
        (rows.isPresent() ? rows.get() : begin(group)).put(key, value);
    }

    void remove(G group, K key) {
        var rows = groups.find(group);
        if (rows.isPresent()) {
            rows.get().remove(key);
            if (rows.get().isEmpty()) {
                groups.remove(group);
            }
        }
    }

    private Sorted<K, V> begin(G group) {
        var rows = new Sorted<K, V>(journal, order);
        groups.put(group, rows);
        return rows;
    }
}
