package dev.chatsessions.tck;

import dev.chatsessions.spi.Storage;
import java.time.Duration;

/** Gives a {@link NoopStorage}. */
record NoopFixture(boolean agreeing) implements StorageFixture {

    @Override
    public Storage open() {
        return new NoopStorage(agreeing);
    }

    @Override
    public void advance(Duration by) {}

    @Override
    public void close() {}
}
