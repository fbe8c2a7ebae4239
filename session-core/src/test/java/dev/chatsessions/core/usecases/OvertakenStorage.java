package dev.chatsessions.core.usecases;

import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;

/** A node's way to a storage on which something happens just after the node has read. */
final class OvertakenStorage implements Storage {

    private final Storage storage;

    private Runnable next = () -> {};

    OvertakenStorage(Storage storage) {
        this.storage = storage;
    }

    /** Has it happen after the next read, and not again. */
    void afterTheNextRead(Runnable happens) {
        next = happens;
    }

    @Override
    public <T> T read(Work<T> work) {
        var result = storage.read(work);
        var happens = next;
        next = () -> {};
        happens.run();
        return result;
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
