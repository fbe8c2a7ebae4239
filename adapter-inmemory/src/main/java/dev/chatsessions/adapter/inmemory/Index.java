package dev.chatsessions.adapter.inmemory;

/** Follows the rows of a {@link Table}. */
interface Index<R> {

    void add(R row);

    void remove(R row);

    void replace(R before, R after);
}
