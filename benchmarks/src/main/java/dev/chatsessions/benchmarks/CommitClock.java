package dev.chatsessions.benchmarks;

import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.util.concurrent.atomic.LongAdder;

/** A storage that remembers when each thread's last write was durable. Thread-safe. */
final class CommitClock implements Storage {

    private final Storage storage;

    private final LongAdder writes = new LongAdder();

    private final ThreadLocal<Long> committed = ThreadLocal.withInitial(() -> 0L);

    CommitClock(Storage storage) {
        this.storage = storage;
    }

    /** When the calling thread last wrote, as {@link System#nanoTime()} tells. */
    long committed() {
        return committed.get();
    }

    /** How often anybody wrote. */
    long writes() {
        return writes.sum();
    }

    @Override
    public <T> T read(Work<T> work) {
        return storage.read(work);
    }

    @Override
    public <T> T write(Work<T> work) {
        var result = storage.write(work);
        committed.set(System.nanoTime());
        writes.increment();
        return result;
    }

    @Override
    public void check() {
        storage.check();
    }

    @Override
    public void close() {
        storage.close();
    }
}
