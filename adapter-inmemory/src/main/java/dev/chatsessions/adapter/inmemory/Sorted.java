package dev.chatsessions.adapter.inmemory;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows in the order of keys that they hold themselves, whose every change can be taken back. */
final class Sorted<K, V> implements Ordered<K, V> {

    private final Journal journal;

    private final Blocks<K, V> rows;

    /** Made once, as most rows come last. */
    private final Runnable takeLast;

    Sorted(Journal journal, Placing<K, V> placing) {
        this.journal = journal;
        this.rows = new Blocks<>(placing);
        this.takeLast = rows::removeLast;
    }

    /** Keeps the row and returns the one that was at its place. */
    Optional<V> put(V row) {
        if (rows.addLast(row)) {
            journal.note(takeLast);
            return Optional.empty();
        }
        var before = rows.put(row);
        journal.note(before.isEmpty() ? () -> rows.removeLike(row) : () -> rows.put(before.get()));
        return before;
    }

    void remove(K key) {
        putBack(rows.remove(key));
    }

    /** Removes the row at the place of this one. */
    void removeLike(V row) {
        putBack(rows.removeLike(row));
    }

    private void putBack(Optional<V> removed) {
        removed.ifPresent(row -> journal.note(() -> rows.put(row)));
    }

    @Override
    public boolean isEmpty() {
        return rows.size() == 0;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public Optional<V> find(K key) {
        return rows.find(key);
    }

    @Override
    public Optional<V> first() {
        return next(rows.up());
    }

    @Override
    public Optional<V> last() {
        return next(rows.down());
    }

    @Override
    public Stream<V> ascending() {
        return stream(rows.up());
    }

    @Override
    public Stream<V> ascendingAfter(K key) {
        return stream(rows.upAfter(key));
    }

    @Override
    public Stream<V> ascendingBefore(K key) {
        return stream(rows.upTo(key));
    }

    @Override
    public Stream<V> descending() {
        return stream(rows.down());
    }

    @Override
    public Stream<V> descendingBefore(K key) {
        return stream(rows.downFrom(key));
    }

    @Override
    public List<V> lastBefore(K key, int limit) {
        return rows.lastBelow(key, limit);
    }

    private static <V> Optional<V> next(Iterator<V> walk) {
        return walk.hasNext() ? Optional.of(walk.next()) : Optional.empty();
    }

    private static <V> Stream<V> stream(Iterator<V> walk) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED), false);
    }
}
