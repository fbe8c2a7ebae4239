package dev.chatsessions.adapter.jdbi;

import java.util.function.Supplier;

/** Keeps a work from opening another transaction inside its own. Thread-safe. */
final class WithinWork {

    private final ThreadLocal<Boolean> within = new ThreadLocal<>();

    <T> T run(Supplier<T> work) {
        if (within.get() != null) {
            throw new IllegalStateException("a work may not call read or write; it is in a transaction already");
        }
        within.set(true);
        try {
            return work.get();
        } finally {
            within.remove();
        }
    }
}
