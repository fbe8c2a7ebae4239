package dev.chatsessions.adapter.inmemory;

import java.util.Optional;
import java.util.function.Function;

/** Finds the one row that has a key; a row may have none. */
final class Lookup<K, R> implements Index<R> {

    private final Function<R, Optional<K>> key;

    private final Rows<K, R> rows;

    Lookup(Journal journal, Function<R, Optional<K>> key) {
        this.key = key;
        this.rows = new Rows<>(journal);
    }

    Optional<R> find(K wanted) {
        return rows.find(wanted);
    }

    @Override
    public void add(R row) {
        key.apply(row).ifPresent(present -> rows.put(present, row));
    }

    @Override
    public void remove(R row) {
        key.apply(row).ifPresent(rows::remove);
    }

    @Override
    public void replace(R before, R after) {
        var left = key.apply(before);
        var taken = key.apply(after);
        if (taken.isPresent()) {
            rows.put(taken.get(), after);
        }
        if (left.isPresent() && !left.equals(taken)) {
            rows.remove(left.get());
        }
    }
}
