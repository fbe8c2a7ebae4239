package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.spi.Storage;
import dev.chatsessions.tck.StorageFixture;
import java.time.Duration;

/** The storage in memory with a flaw. */
final class FlawedFixture implements StorageFixture {

    private final InMemoryFixture sound = new InMemoryFixture();

    private final Flaw flaw;

    FlawedFixture(Flaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public Storage open() {
        return new FlawedStorage(sound.open(), flaw);
    }

    @Override
    public void advance(Duration by) {
        sound.advance(by);
    }

    @Override
    public void close() {
        sound.close();
    }
}
