package dev.chatsessions.adapter.inmemory;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@link Rows} in the order of their keys. */
final class Sorted<K, V> implements Ordered<K, V> {

    private final Journal journal;

    private final Blocks<K, V> rows;

    /** Made once, as most rows come last. */
    private final Runnable takeLast;

    Sorted(Journal journal, Comparator<? super K> order) {
        this.journal = journal;
        this.rows = new Blocks<>(order);
        this.takeLast = rows::removeLast;
    }

    /** Keeps the value and returns the one that was there. */
    Optional<V> put(K key, V value) {
        if (rows.addLast(key, value)) {
            journal.note(takeLast);
            return Optional.empty();
        }
        var before = rows.put(key, value);
        journal.note(before.isEmpty() ? () -> rows.remove(key) : () -> rows.put(key, before.get()));
        return before;
    }

    void remove(K key) {
        rows.remove(key).ifPresent(before -> journal.note(() -> rows.put(key, before)));
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
