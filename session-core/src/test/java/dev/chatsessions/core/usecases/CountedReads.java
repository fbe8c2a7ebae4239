package dev.chatsessions.core.usecases;

import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.util.concurrent.atomic.AtomicInteger;

/** A node's way to a storage that others use too, with a count of what the node reads. */
final class CountedReads implements Storage {

    private final Storage storage;

    private final AtomicInteger count = new AtomicInteger();

    CountedReads(Storage storage) {
        this.storage = storage;
    }

    int count() {
        return count.get();
    }

    @Override
    public <T> T read(Work<T> work) {
        count.incrementAndGet();
        return storage.read(work);
    }

    @Override
    public <T> T write(Work<T> work) {
        return storage.write(work);
    }

    @Override
    public void check() {
        storage.check();
    }

    /** The others go on using it. */
    @Override
    public void close() {}
}
