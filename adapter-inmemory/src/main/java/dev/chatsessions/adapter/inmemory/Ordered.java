package dev.chatsessions.adapter.inmemory;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows in the order of their keys, to be read. A stream of them costs what is taken from it. */
interface Ordered<K, V> {

    boolean isEmpty();

    int size();

    Optional<V> find(K key);

    Optional<V> first();

    Optional<V> last();

    Stream<V> ascending();

    Stream<V> ascendingAfter(K key);

    Stream<V> ascendingBefore(K key);

    Stream<V> descending();

    Stream<V> descendingBefore(K key);

    /** The first {@code limit} of what {@link #descendingBefore} streams, turned round; for who reads so all the time. */
    List<V> lastBefore(K key, int limit);
}
