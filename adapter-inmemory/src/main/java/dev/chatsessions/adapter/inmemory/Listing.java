package dev.chatsessions.adapter.inmemory;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/** Lists the rows of each group in the order of a key; a row may be in no group. */
final class Listing<G, K, R> implements Index<R> {

    private final Function<R, Optional<G>> group;

    private final Function<R, K> key;

    private final Grouped<G, K, R> rows;

    Listing(Journal journal, Function<R, Optional<G>> group, Function<R, K> key, Comparator<? super K> order) {
        this.group = group;
        this.key = key;
        this.rows = new Grouped<>(journal, order);
    }

    /** The rows of a group, as they are now. */
    Ordered<K, R> of(G wanted) {
        return rows.of(wanted);
    }

    @Override
    public void add(R row) {
        var present = group.apply(row);
        if (present.isPresent()) {
            rows.put(present.get(), key.apply(row), row);
        }
    }

    @Override
    public void remove(R row) {
        var present = group.apply(row);
        if (present.isPresent()) {
            rows.remove(present.get(), key.apply(row));
        }
    }

    @Override
    public void replace(R before, R after) {
        // In this order a group of one does not come to its end and begin anew.
        add(after);
        if (!isSamePlace(before, after)) {
            remove(before);
        }
    }

    private boolean isSamePlace(R before, R after) {
        var there = group.apply(before);
        return there.equals(group.apply(after))
                && (there.isEmpty() || key.apply(before).equals(key.apply(after)));
    }
}
