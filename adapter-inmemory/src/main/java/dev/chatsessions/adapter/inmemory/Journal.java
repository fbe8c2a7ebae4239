package dev.chatsessions.adapter.inmemory;

import java.util.ArrayDeque;

/** What the running write changed, step by step, so that it can be taken back. */
final class Journal {

    private final ArrayDeque<Runnable> undoing = new ArrayDeque<>();

    void note(Runnable undo) {
        undoing.push(undo);
    }

    /** How many entries the running write has changed. */
    int size() {
        return undoing.size();
    }

    /** Lets what was changed stand. */
    void forget() {
        undoing.clear();
    }

    /** Takes back what was changed, the last first. */
    void rollBack() {
        while (!undoing.isEmpty()) {
            undoing.pop().run();
        }
    }
}
