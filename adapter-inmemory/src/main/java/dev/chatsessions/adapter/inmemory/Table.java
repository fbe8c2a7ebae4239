package dev.chatsessions.adapter.inmemory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rows by id, and the indexes that follow them. */
final class Table<I, R> {

    private final Journal journal;

    private final Function<R, I> id;

    private final Rows<I, R> rows;

    private final List<Index<R>> indexes = new ArrayList<>();

    Table(Journal journal, Function<R, I> id) {
        this.journal = journal;
        this.id = id;
        this.rows = new Rows<>(journal);
    }

    /** An index by a key that no two rows share; made before the first row. */
    <K> Lookup<K, R> lookup(Function<R, Optional<K>> key) {
        return with(new Lookup<>(journal, key));
    }

    /** An index by group and, in it, by a key that no two rows share; made before the first row. */
    <G, K> Listing<G, K, R> listing(Function<R, Optional<G>> group, Function<R, K> key, Comparator<? super K> order) {
        return with(new Listing<>(journal, group, Placing.by(key, order)));
    }

    Optional<R> find(I wanted) {
        return rows.find(wanted);
    }

    boolean has(I wanted) {
        return rows.find(wanted).isPresent();
    }

    /** Keeps the row, in place of the one that has its id. */
    void put(R row) {
        var before = rows.put(id.apply(row), row);
        for (var index : indexes) {
            if (before.isPresent()) {
                index.replace(before.get(), row);
            } else {
                index.add(row);
            }
        }
    }

    void remove(R row) {
        rows.remove(id.apply(row));
        indexes.forEach(index -> index.remove(row));
    }

    /** Removes up to {@code limit} of these rows and returns how many. */
    int remove(Stream<R> these, int limit) {
        var some = these.limit(limit).toList();
        some.forEach(this::remove);
        return some.size();
    }

    private <X extends Index<R>> X with(X index) {
        indexes.add(index);
        return index;
    }
}
