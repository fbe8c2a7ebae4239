package dev.chatsessions.adapter.inmemory;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@link Rows} in the order of their keys. */
final class Sorted<K, V> implements Ordered<K, V> {

    private final NavigableMap<K, V> map;

    private final Rows<K, V> rows;

    Sorted(Journal journal, Comparator<? super K> order) {
        map = new TreeMap<>(order);
        rows = new Rows<>(journal, map);
    }

    void put(K key, V value) {
        rows.put(key, value);
    }

    void remove(K key) {
        rows.remove(key);
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public Optional<V> find(K key) {
        return rows.find(key);
    }

    @Override
    public Optional<V> first() {
        return Optional.ofNullable(map.firstEntry()).map(Map.Entry::getValue);
    }

    @Override
    public Optional<V> last() {
        return Optional.ofNullable(map.lastEntry()).map(Map.Entry::getValue);
    }

    @Override
    public Stream<V> ascending() {
        return walk(map);
    }

    @Override
    public Stream<V> ascendingAfter(K key) {
        return walk(map.tailMap(key, false));
    }

    @Override
    public Stream<V> ascendingBefore(K key) {
        return walk(map.headMap(key, false));
    }

    @Override
    public Stream<V> descending() {
        return walk(map.descendingMap());
    }

    @Override
    public Stream<V> descendingBefore(K key) {
        return walk(map.headMap(key, false).descendingMap());
    }

    /** Not {@code values().stream()}: that asks for the size first, and a part of a tree counts itself row by row. */
    private static <V> Stream<V> walk(Map<?, V> part) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(part.values().iterator(), Spliterator.ORDERED), false);
    }
}
