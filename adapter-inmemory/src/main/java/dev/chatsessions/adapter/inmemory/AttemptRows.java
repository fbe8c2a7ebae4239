package dev.chatsessions.adapter.inmemory;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** The windows in which attempts are counted. */
final class AttemptRows {

    private static final Comparator<Window> BY_END =
            Comparator.comparing(Window::end).thenComparing(Window::name, Order.OF_TEXTS);

    private final Table<String, Window> windows;

    private final Listing<Boolean, Window, Window> byEnd;

    AttemptRows(Journal journal) {
        windows = new Table<>(journal, Window::name);
        byEnd = windows.listing(window -> Optional.of(true), window -> window, BY_END);
    }

    Optional<Window> find(String name) {
        return windows.find(name);
    }

    void put(Window window) {
        windows.put(window);
    }

    /** Removes up to {@code limit} that ended before {@code before}, the longest ended first, and returns how many. */
    int removeEnded(Instant before, int limit) {
        var ended = byEnd.of(true).ascending().takeWhile(window -> window.end().isBefore(before));
        return windows.remove(ended, limit);
    }

    record Window(String name, int taken, Instant end) {
        Window with(int newTaken) {
            return new Window(name, newTaken, end);
        }
    }
}
