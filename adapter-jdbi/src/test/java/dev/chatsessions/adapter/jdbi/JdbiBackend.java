package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.core.usecases.Backend;
import dev.chatsessions.spi.Storage;
import java.time.Duration;

/** What the core's use cases run on: the same storage as the contracts have. */
record JdbiBackend(JdbiFixture fixture, Storage storage) implements Backend {

    static JdbiBackend on(TestDatabase database) {
        return on(new JdbiFixture(database));
    }

    static JdbiBackend on(JdbiFixture fixture) {
        return new JdbiBackend(fixture, fixture.open());
    }

    @Override
    public void advance(Duration by) {
        fixture.advance(by);
    }

    @Override
    public void close() {
        fixture.close();
    }
}
