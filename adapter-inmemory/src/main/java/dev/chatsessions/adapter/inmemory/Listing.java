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
        put(place(row), row);
    }

    @Override
    public void remove(R row) {
        remove(place(row));
    }

    @Override
    public void replace(R before, R after) {
        // In this order a group of one does not come to its end and begin anew.
        var left = place(before);
        var taken = place(after);
        put(taken, after);
        if (!left.equals(taken)) {
            remove(left);
        }
    }

    private void put(Optional<Place<G, K>> place, R row) {
        if (place.isPresent()) {
            rows.put(place.get().group(), place.get().key(), row);
        }
    }

    private void remove(Optional<Place<G, K>> place) {
        if (place.isPresent()) {
            rows.remove(place.get().group(), place.get().key());
        }
    }

    private Optional<Place<G, K>> place(R row) {
        var present = group.apply(row);
        return present.isPresent() ? Optional.of(new Place<>(present.get(), key.apply(row))) : Optional.empty();
    }

    private record Place<G, K>(G group, K key) {}
}
