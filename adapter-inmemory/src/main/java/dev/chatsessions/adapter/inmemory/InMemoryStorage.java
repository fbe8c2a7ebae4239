package dev.chatsessions.adapter.inmemory;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps everything in memory, for as long as it is referred to: every promise of {@link Storage} but that what is written
 * outlives the process. Transactions are real, and a write that throws leaves nothing behind. One write runs at a time,
 * reads run together. Thread-safe.
 */
public final class InMemoryStorage implements Storage {

    private static final int ATTEMPTS = 3;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

    private final Journal journal = new Journal();

    private final Tables tables = new Tables(journal);

    private final Timeline timeline;

    private volatile boolean closed;

    private InMemoryStorage(Clock clock) {
        this.timeline = new Timeline(clock);
    }

    /** An empty storage on the system's clock. */
    public static InMemoryStorage create() {
        return builder().build();
    }

    /** For an empty storage with other settings. */
    public static Builder builder() {
        return new Builder(Clock.systemUTC());
    }

    @Override
    public <T> T read(Work<T> work) {
        refuseNesting();
        lock.readLock().lock();
        try {
            check();
            return run(work, false);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        refuseNesting();
        lock.writeLock().lock();
        try {
            return write(work, ATTEMPTS);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void check() {
        if (closed) {
            throw new ChatSessionsException.Unavailable(
                    "storage-unavailable", "the storage in memory is closed; make a new one");
        }
    }

    /** Refuses every call from now on; works that run already come to their end. */
    @Override
    public void close() {
        closed = true;
    }

    /** Nobody else can write meanwhile, so that only a work that itself sees something new comes further next time. */
    private <T> T write(Work<T> work, int attempts) {
        try {
            return writeOnce(work);
        } catch (ChangedMeanwhile changed) {
            if (attempts == 1) {
                throw new IllegalStateException(changed.getMessage(), changed);
            }
            return write(work, attempts - 1);
        }
    }

    private <T> T writeOnce(Work<T> work) {
        check();
        try {
            var result = run(work, true);
            journal.forget();
            return result;
        } finally {
            journal.rollBack();
        }
    }

    private <T> T run(Work<T> work, boolean writing) {
        try (var transaction = new Transaction(tables, timeline, writing)) {
            var result = work.in(transaction);
            transaction.requireUnbroken();
            return result;
        }
    }

    private void refuseNesting() {
        if (lock.isWriteLockedByCurrentThread() || lock.getReadHoldCount() > 0) {
            throw new IllegalStateException("read and write cannot be called within a work");
        }
    }

    /** Settings of a storage in memory. Immutable and so thread-safe. */
    public static final class Builder {

        private final Clock clock;

        private Builder(Clock clock) {
            this.clock = clock;
        }

        /** The clock that {@code stores.now()} reads; the system's unless set. */
        public Builder clock(Clock other) {
            return new Builder(requireNonNull(other, "other"));
        }

        /** An empty storage. */
        public InMemoryStorage build() {
            return new InMemoryStorage(clock);
        }
    }
}
