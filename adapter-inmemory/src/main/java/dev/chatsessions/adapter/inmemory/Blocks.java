package dev.chatsessions.adapter.inmemory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A sorted map for rows that mostly come last: keys and values lie side by side in blocks, so that to add a row after all
 * others costs the same however many there are, and to read rows in order walks through arrays. Not thread-safe.
 */
final class Blocks<K, V> {

    private static final int ROOM = 64;

    private final Comparator<? super K> order;

    /** In order, none of them empty. */
    private final List<Block<K, V>> blocks = new ArrayList<>(1);

    private int size;

    Blocks(Comparator<? super K> order) {
        this.order = order;
    }

    int size() {
        return size;
    }

    Optional<V> find(K key) {
        var block = blockOf(key);
        if (block == blocks.size()) {
            return Optional.empty();
        }
        var row = blocks.get(block).search(key, order);
        return row < 0 ? Optional.empty() : Optional.of(blocks.get(block).values.get(row));
    }

    /** Keeps the value and returns the one that was there. */
    Optional<V> put(K key, V value) {
        if (addLast(key, value)) {
            return Optional.empty();
        }
        var block = blockOf(key);
        var row = blocks.get(block).search(key, order);
        if (row >= 0) {
            return Optional.of(blocks.get(block).values.set(row, value));
        }
        insert(block, ~row, key, value);
        return Optional.empty();
    }

    /** Keeps a value that comes after all others; false, and nothing kept, if it does not. */
    boolean addLast(K key, V value) {
        if (!blocks.isEmpty() && !isBelow(blocks.size() - 1, key)) {
            return false;
        }
        if (blocks.isEmpty() || last().isFull()) {
            blocks.add(new Block<>(blocks.isEmpty() ? 2 : ROOM));
        }
        last().add(key, value);
        size++;
        return true;
    }

    /** Takes back what was just added last. */
    void removeLast() {
        last().removeLast();
        dropIfEmpty(blocks.size() - 1);
        size--;
    }

    /** Removes the value and returns it. */
    Optional<V> remove(K key) {
        var block = blockOf(key);
        var row = block == blocks.size() ? -1 : blocks.get(block).search(key, order);
        if (row < 0) {
            return Optional.empty();
        }
        var removed = blocks.get(block).remove(row);
        dropIfEmpty(block);
        size--;
        return Optional.of(removed);
    }

    private void dropIfEmpty(int block) {
        if (blocks.get(block).isEmpty()) {
            blocks.remove(block);
        }
    }

    Iterator<V> up() {
        return new Up(0, 0, blocks.size(), 0);
    }

    Iterator<V> upAfter(K key) {
        var block = blockOf(key);
        if (block == blocks.size()) {
            return Collections.emptyIterator();
        }
        var row = blocks.get(block).search(key, order);
        return new Up(block, row < 0 ? ~row : row + 1, blocks.size(), 0);
    }

    Iterator<V> upTo(K key) {
        var block = blockOf(key);
        return new Up(0, 0, block, firstNotBelow(block, key));
    }

    Iterator<V> down() {
        return new Down(blocks.size(), 0);
    }

    Iterator<V> downFrom(K key) {
        var block = blockOf(key);
        return new Down(block, firstNotBelow(block, key));
    }

    /** The last rows below the key, up to {@code limit} of them, in order. */
    List<V> lastBelow(K key, int limit) {
        var end = blockOf(key);
        var endRow = firstNotBelow(end, key);
        var begin = end;
        var count = endRow;
        while (count < limit && begin > 0) {
            count += blocks.get(--begin).values.size();
        }
        var tooMany = Math.max(0, count - limit);
        var found = new ArrayList<V>(count - tooMany);
        for (var block = begin; block < end; block++) {
            var values = blocks.get(block).values;
            found.addAll(values.subList(block == begin ? tooMany : 0, values.size()));
        }
        if (endRow > 0) {
            found.addAll(blocks.get(end).values.subList(begin == end ? tooMany : 0, endRow));
        }
        return found;
    }

    /** The first block that does not end below the key. */
    private int blockOf(K key) {
        var low = 0;
        var high = blocks.size();
        if (high == 0 || isBelow(high - 1, key)) {
            return high;
        }
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (isBelow(middle, key)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isBelow(int block, K key) {
        var keys = blocks.get(block).keys;
        return order.compare(keys.get(keys.size() - 1), key) < 0;
    }

    private int firstNotBelow(int block, K key) {
        if (block == blocks.size()) {
            return 0;
        }
        var row = blocks.get(block).search(key, order);
        return row < 0 ? ~row : row;
    }

    private Block<K, V> last() {
        return blocks.get(blocks.size() - 1);
    }

    private void insert(int block, int row, K key, V value) {
        var present = blocks.get(block);
        if (!present.isFull()) {
            present.insert(row, key, value);
        } else {
            var upper = present.splitOff();
            blocks.add(block + 1, upper);
            if (row <= present.keys.size()) {
                present.insert(row, key, value);
            } else {
                upper.insert(row - present.keys.size(), key, value);
            }
        }
        size++;
    }

    private final class Up implements Iterator<V> {

        private int block;

        private int row;

        private final int endBlock;

        private final int endRow;

        Up(int block, int row, int endBlock, int endRow) {
            this.block = block;
            this.row = row;
            this.endBlock = endBlock;
            this.endRow = endRow;
            leaveFinishedBlock();
        }

        @Override
        public boolean hasNext() {
            return block < endBlock || block == endBlock && row < endRow;
        }

        @Override
        public V next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var value = blocks.get(block).values.get(row++);
            leaveFinishedBlock();
            return value;
        }

        private void leaveFinishedBlock() {
            if (block < blocks.size() && row == blocks.get(block).values.size()) {
                block++;
                row = 0;
            }
        }
    }

    private final class Down implements Iterator<V> {

        private int block;

        private int row;

        /** Begins below that row. */
        Down(int block, int row) {
            this.block = block;
            this.row = row;
        }

        @Override
        public boolean hasNext() {
            return block > 0 || row > 0;
        }

        @Override
        public V next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (row == 0) {
                row = blocks.get(--block).values.size();
            }
            return blocks.get(block).values.get(--row);
        }
    }

    /** Some rows in order, few enough that to insert one between them costs little. */
    private static final class Block<K, V> {

        private final List<K> keys;

        private final List<V> values;

        Block(int expected) {
            keys = new ArrayList<>(expected);
            values = new ArrayList<>(expected);
        }

        boolean isEmpty() {
            return keys.isEmpty();
        }

        boolean isFull() {
            return keys.size() == ROOM;
        }

        /** Which row has the key; if none has, the complement of where it would be. */
        int search(K key, Comparator<? super K> order) {
            return Collections.binarySearch(keys, key, order);
        }

        void add(K key, V value) {
            keys.add(key);
            values.add(value);
        }

        void removeLast() {
            keys.remove(keys.size() - 1);
            values.remove(values.size() - 1);
        }

        void insert(int row, K key, V value) {
            keys.add(row, key);
            values.add(row, value);
        }

        V remove(int row) {
            keys.remove(row);
            return values.remove(row);
        }

        /** Leaves the lower half here. */
        Block<K, V> splitOff() {
            var upper = new Block<K, V>(ROOM);
            move(keys, upper.keys);
            move(values, upper.values);
            return upper;
        }

        private static <T> void move(List<T> from, List<T> to) {
            var half = from.subList(ROOM / 2, ROOM);
            to.addAll(half);
            half.clear();
        }
    }
}
