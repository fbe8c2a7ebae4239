package dev.chatsessions.adapter.inmemory;

import java.util.function.Consumer;

/** {@link Sorted} rows for each of many groups. A group without rows takes no space. */
final class Grouped<G, K, V> {

    private final Journal journal;

    private final Placing<K, V> placing;

    private final Rows<G, Sorted<K, V>> groups;

    private final Sorted<K, V> none;

    Grouped(Journal journal, Placing<K, V> placing) {
        this.journal = journal;
        this.placing = placing;
        this.groups = new Rows<>(journal);
        this.none = new Sorted<>(journal, placing);
    }

    /** The rows of a group, as they are now. */
    Ordered<K, V> of(G group) {
        return groups.find(group).orElse(none);
    }

    void put(G group, V row) {
        var rows = groups.find(group);
        (rows.isPresent() ? rows.get() : begin(group)).put(row);
    }

    void remove(G group, K key) {
        remove(group, rows -> rows.remove(key));
    }

    /** Removes the row at the place of this one. */
    void removeLike(G group, V row) {
        remove(group, rows -> rows.removeLike(row));
    }

    private void remove(G group, Consumer<Sorted<K, V>> removal) {
        var rows = groups.find(group);
        if (rows.isPresent()) {
            removal.accept(rows.get());
            if (rows.get().isEmpty()) {
                groups.remove(group);
            }
        }
    }

    private Sorted<K, V> begin(G group) {
        var rows = new Sorted<K, V>(journal, placing);
        groups.put(group, rows);
        return rows;
    }
}
