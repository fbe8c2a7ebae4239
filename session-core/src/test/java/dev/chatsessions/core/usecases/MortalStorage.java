package dev.chatsessions.core.usecases;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;

/** A node's way to a storage that others use too, until the node dies: then nothing it does arrives. */
final class MortalStorage implements Storage {

    private final Storage storage;

    private volatile boolean dead;

    private volatile int writesLeft = Integer.MAX_VALUE;

    MortalStorage(Storage storage) {
        this.storage = storage;
    }

    void die() {
        dead = true;
    }

    /** Rises from the dead, as one whose line was cut does. */
    void revive() {
        writesLeft = Integer.MAX_VALUE;
        dead = false;
    }

    /** After so many more writes. */
    void dieAfter(int writes) {
        writesLeft = writes;
    }

    @Override
    public <T> T read(Work<T> work) {
        requireAlive();
        return storage.read(work);
    }

    @Override
    public <T> T write(Work<T> work) {
        dead = dead || writesLeft-- == 0;
        requireAlive();
        return storage.write(work);
    }

    @Override
    public void check() {
        requireAlive();
        storage.check();
    }

    /** The others go on using it. */
    @Override
    public void close() {}

    private void requireAlive() {
        if (dead) {
            throw new Unavailable("storage-unavailable", "this node is dead", new IllegalStateException("dead"));
        }
    }
}
