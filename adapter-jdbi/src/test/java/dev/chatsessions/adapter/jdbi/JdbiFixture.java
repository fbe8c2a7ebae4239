package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.spi.Storage;
import dev.chatsessions.tck.StorageFixture;
import java.time.Duration;
import javax.sql.DataSource;

/** A storage in a schema that all tests of a database share, emptied for each. */
final class JdbiFixture implements StorageFixture {

    private final TestDatabase database;

    private final DataSource source;

    private final MovableClock clock = new MovableClock();

    JdbiFixture(TestDatabase database) {
        this(database, database.pool());
    }

    /** Reaches {@code database} by {@code source}. */
    JdbiFixture(TestDatabase database, DataSource source) {
        this.database = database;
        this.source = source;
    }

    @Override
    public Storage open() {
        var storage = JdbiStorage.builder(source).clock(clock).build();
        storage.check();
        database.empty("chat_sessions");
        return storage;
    }

    @Override
    public void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    public void close() {}
}
