package dev.chatsessions.adapter.inmemory;

import java.util.Optional;
import java.util.function.Function;

/** Lists the rows of each group in the order of a key; a row may be in no group. */
final class Listing<G, K, R> implements Index<R> {

    private final Function<R, Optional<G>> group;

    private final Placing<K, R> placing;

    private final Grouped<G, K, R> rows;

    Listing(Journal journal, Function<R, Optional<G>> group, Placing<K, R> placing) {
        this.group = group;
        this.placing = placing;
        this.rows = new Grouped<>(journal, placing);
    }

    /** The rows of a group, as they are now. */
    Ordered<K, R> of(G wanted) {
        return rows.of(wanted);
    }

    @Override
    public void add(R row) {
        var taken = group.apply(row);
        if (taken.isPresent()) {
            rows.put(taken.get(), row);
        }
    }

    @Override
    public void remove(R row) {
        var left = group.apply(row);
        if (left.isPresent()) {
            rows.removeLike(left.get(), row);
        }
    }

    @Override
    public void replace(R before, R after) {
        // In this order a group of one does not come to its end and begin anew.
        var left = group.apply(before);
        var taken = group.apply(after);
        if (taken.isPresent()) {
            rows.put(taken.get(), after);
        }
        if (left.isPresent() && !(left.equals(taken) && placing.compareRows(before, after) == 0)) {
            rows.removeLike(left.get(), before);
        }
    }
}
