package dev.chatsessions.adapter.inmemory;

/** A value whose every change can be taken back. */
final class Cell<V> {

    private final Journal journal;

    private V value;

    Cell(Journal journal, V value) {
        this.journal = journal;
        this.value = value;
    }

    V value() {
        return value;
    }

    void set(V next) {
        var before = value;
        journal.note(() -> value = before);
        value = next;
    }
}
