package dev.chatsessions.adapter.inmemory;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** How rows are in order, each at the place of a key that it holds itself and no other row has. */
interface Placing<K, V> {

    /** Negative for a row below the key, 0 for the row at it. */
    int compare(V row, K key);

    /** Negative for a row below the other, 0 for one at the same place. */
    int compareRows(V row, V other);

    static <K, V> Placing<K, V> by(Function<V, K> keyOf, Comparator<? super K> order) {
        return new Placing<>() {
            @Override
            public int compare(V row, K key) {
                return order.compare(keyOf.apply(row), key);
            }

            @Override
            public int compareRows(V row, V other) {
                return order.compare(keyOf.apply(row), keyOf.apply(other));
            }
        };
    }

    /** By a number, without making an object of each. */
    static <V> Placing<Long, V> byNumber(ToLongFunction<V> numberOf) {
        return new Placing<>() {
            @Override
            public int compare(V row, Long number) {
                return Long.compare(numberOf.applyAsLong(row), number);
            }

            @Override
            public int compareRows(V row, V other) {
                return Long.compare(numberOf.applyAsLong(row), numberOf.applyAsLong(other));
            }
        };
    }
}
