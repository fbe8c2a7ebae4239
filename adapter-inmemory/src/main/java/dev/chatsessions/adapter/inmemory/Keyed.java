package dev.chatsessions.adapter.inmemory;

import java.util.Optional;

/** A map whose every change can be taken back. */
interface Keyed<K, V> {

    Optional<V> find(K key);

    /** Keeps the value and returns the one that was there. */
    Optional<V> put(K key, V value);

    void remove(K key);
}
