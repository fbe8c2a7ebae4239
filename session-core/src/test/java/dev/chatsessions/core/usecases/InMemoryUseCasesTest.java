package dev.chatsessions.core.usecases;

import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.inmemory.MovableClock;
import dev.chatsessions.spi.Storage;
import java.time.Duration;
import java.time.Instant;

class InMemoryUseCasesTest extends AllUseCases {

    @Override
    protected Backend open() {
        var clock = MovableClock.startingAt(Instant.parse("2026-03-29T11:58:47.123457Z"));
        var storage = InMemoryStorage.builder().clock(clock).build();
        return new InMemoryBackend(storage, clock);
    }

    private record InMemoryBackend(Storage storage, MovableClock clock) implements Backend {

        @Override
        public void advance(Duration by) {
            clock.advance(by);
        }

        @Override
        public int randomCases() {
            return 1_000;
        }

        @Override
        public void close() {
            storage.close();
        }
    }
}
