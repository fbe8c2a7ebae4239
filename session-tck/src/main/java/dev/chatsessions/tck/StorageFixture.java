package dev.chatsessions.tck;

import dev.chatsessions.spi.Storage;
import java.time.Duration;

/**
 * Gives one test its storage. Made anew for each test, so what is dear (a server, a pool, a schema) is better kept
 * beside the fixture and shared. Used by one test; {@link #advance} by several threads of it.
 */
public interface StorageFixture extends AutoCloseable {

    /** A storage that holds nothing, ready for use by many threads. Called once. */
    Storage open();

    /**
     * Moves the time that {@code stores.now()} tells forward for every transaction that asks from now on. Whether it
     * also moves by itself is up to the storage.
     */
    void advance(Duration by);

    /** Closes the storage, which the test may have closed before, and lets go of what the fixture made for it. */
    @Override
    void close();
}
