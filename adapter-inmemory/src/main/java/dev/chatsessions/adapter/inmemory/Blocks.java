package dev.chatsessions.adapter.inmemory;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Rows in order, for those that mostly come last: they lie side by side in blocks, so that to add a row after all others
 * costs the same however many there are, and to read rows in order walks through arrays. Not thread-safe.
 */
final class Blocks<K, V> {

    private static final int ROOM = 64;

    private final Placing<K, V> placing;

    /** In order, none of them empty. */
    private final List<List<V>> blocks = new ArrayList<>(1);

    private int size;

    Blocks(Placing<K, V> placing) {
        this.placing = placing;
    }

    int size() {
        return size;
    }

    Optional<V> find(K key) {
        var place = placeOf(key);
        var block = blockOf(place);
        if (block == blocks.size()) {
            return Optional.empty();
        }
        var rows = blocks.get(block);
        var row = search(rows, place);
        return row < 0 ? Optional.empty() : Optional.of(rows.get(row));
    }

    /** Keeps the row and returns the one that was at its place. */
    Optional<V> put(V added) {
        if (addLast(added)) {
            return Optional.empty();
        }
        ToIntFunction<V> place = row -> placing.compareRows(row, added);
        var block = blockOf(place);
        var rows = blocks.get(block);
        var row = search(rows, place);
        if (row >= 0) {
            return Optional.of(rows.set(row, added));
        }
        insert(block, ~row, added);
        return Optional.empty();
    }

    /** Keeps a row that comes after all others; false, and nothing kept, if it does not. */
    boolean addLast(V row) {
        if (blocks.isEmpty()) {
            blocks.add(new ArrayList<>(2));
        } else {
            var rows = last();
            if (placing.compareRows(rows.get(rows.size() - 1), row) >= 0) {
                return false;
            }
            if (rows.size() == ROOM) {
                blocks.add(new ArrayList<>(ROOM));
            }
        }
        last().add(row);
        size++;
        return true;
    }

    /** Takes back what was just added last. */
    void removeLast() {
        remove(blocks.size() - 1, last().size() - 1);
    }

    /** Removes the row at the key and returns it. */
    Optional<V> remove(K key) {
        return removeAt(placeOf(key));
    }

    /** Removes the row at the place of this one and returns it. */
    Optional<V> removeLike(V like) {
        return removeAt(row -> placing.compareRows(row, like));
    }

    Iterator<V> up() {
        return new Up(0, 0, blocks.size(), 0);
    }

    Iterator<V> upAfter(K key) {
        var place = placeOf(key);
        var block = blockOf(place);
        var row = block == blocks.size() ? ~0 : search(blocks.get(block), place);
        return new Up(block, row < 0 ? ~row : row + 1, blocks.size(), 0);
    }

    Iterator<V> upTo(K key) {
        var place = placeOf(key);
        var block = blockOf(place);
        return new Up(0, 0, block, firstNotBelow(block, place));
    }

    Iterator<V> down() {
        return new Down(blocks.size(), 0);
    }

    Iterator<V> downFrom(K key) {
        var place = placeOf(key);
        var block = blockOf(place);
        return new Down(block, firstNotBelow(block, place));
    }

    /** The last rows below the key, up to {@code limit} of them, in order. */
    List<V> lastBelow(K key, int limit) {
        var place = placeOf(key);
        var end = blockOf(place);
        var endRow = firstNotBelow(end, place);
        var begin = end;
        var count = endRow;
        while (count < limit && begin > 0) {
            count += blocks.get(--begin).size();
        }
        var tooMany = Math.max(0, count - limit);
        var found = new ArrayList<V>(count - tooMany);
        for (var block = begin; block < end; block++) {
            var rows = blocks.get(block);
            found.addAll(rows.subList(block == begin ? tooMany : 0, rows.size()));
        }
        if (endRow > 0) {
            found.addAll(blocks.get(end).subList(begin == end ? tooMany : 0, endRow));
        }
        return found;
    }

    private ToIntFunction<V> placeOf(K key) {
        return row -> placing.compare(row, key);
    }

    /** The first block that does not end below the place. */
    private int blockOf(ToIntFunction<V> place) {
        var low = 0;
        var high = blocks.size();
        if (high == 0 || isBelow(high - 1, place)) {
            return high;
        }
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (isBelow(middle, place)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isBelow(int block, ToIntFunction<V> place) {
        var rows = blocks.get(block);
        return place.applyAsInt(rows.get(rows.size() - 1)) < 0;
    }

    private int firstNotBelow(int block, ToIntFunction<V> place) {
        if (block == blocks.size()) {
            return 0;
        }
        var row = search(blocks.get(block), place);
        return row < 0 ? ~row : row;
    }

    /** Which row is at the place; if none is, the complement of where it would be. */
    private static <V> int search(List<V> rows, ToIntFunction<V> place) {
        var low = 0;
        var high = rows.size() - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var compared = place.applyAsInt(rows.get(middle));
            if (compared == 0) {
                return middle;
            }
            if (compared < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    private List<V> last() {
        return blocks.get(blocks.size() - 1);
    }

    private void insert(int block, int row, V added) {
        var rows = blocks.get(block);
        if (rows.size() < ROOM) {
            rows.add(row, added);
        } else {
            var upper = splitOff(rows);
            blocks.add(block + 1, upper);
            var isLower = row <= rows.size();
            (isLower ? rows : upper).add(isLower ? row : row - rows.size(), added);
        }
        size++;
    }

    /** Leaves the lower half. */
    private static <V> List<V> splitOff(List<V> rows) {
        var half = rows.subList(ROOM / 2, ROOM);
        var upper = new ArrayList<V>(ROOM);
        upper.addAll(half);
        half.clear();
        return upper;
    }

    private Optional<V> removeAt(ToIntFunction<V> place) {
        var block = blockOf(place);
        var row = block == blocks.size() ? -1 : search(blocks.get(block), place);
        return row < 0 ? Optional.empty() : Optional.of(remove(block, row));
    }

    private V remove(int block, int row) {
        var removed = blocks.get(block).remove(row);
        if (blocks.get(block).isEmpty()) {
            blocks.remove(block);
        }
        size--;
        return removed;
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
            var value = blocks.get(block).get(row++);
            leaveFinishedBlock();
            return value;
        }

        private void leaveFinishedBlock() {
            if (block < blocks.size() && row == blocks.get(block).size()) {
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
                row = blocks.get(--block).size();
            }
            return blocks.get(block).get(--row);
        }
    }
}
