package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.spi.Storage;
import dev.chatsessions.tck.StorageFixture;
import java.time.Duration;
import java.time.Instant;

/** An empty storage in memory on a clock that stands still. */
final class InMemoryFixture implements StorageFixture {

    private final MovableClock clock = MovableClock.startingAt(Instant.parse("2026-03-14T15:09:26.535897Z"));

    private final InMemoryStorage storage =
            InMemoryStorage.builder().clock(clock).build();

    @Override
    public Storage open() {
        return storage;
    }

    @Override
    public void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    public void close() {
        storage.close();
    }
}
