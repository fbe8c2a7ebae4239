package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.spi.Storage;
import dev.chatsessions.tck.StorageFixture;
import java.time.Duration;
import javax.sql.DataSource;

/** A storage in a schema that all tests of a database share, emptied for each. */
final class JdbiFixture implements StorageFixture {

    private final TestDatabase database;

    private final DataSource source;

    private final String schema;

    private final boolean rowLevelSecurity;

    private final MovableClock clock = new MovableClock();

    JdbiFixture(TestDatabase database) {
        this(database, database.pool());
    }

    /** Reaches {@code database} by {@code source}. */
    JdbiFixture(TestDatabase database, DataSource source) {
        this(database, source, "chat_sessions", false);
    }

    /** In a schema with row-level security, by the role of the application. */
    static JdbiFixture guarded() {
        return new JdbiFixture(
                TestDatabase.POSTGRESQL_18, GuardedDatabase.shared().application(), GuardedDatabase.SCHEMA, true);
    }

    private JdbiFixture(TestDatabase database, DataSource source, String schema, boolean rowLevelSecurity) {
        this.database = database;
        this.source = source;
        this.schema = schema;
        this.rowLevelSecurity = rowLevelSecurity;
    }

    @Override
    public Storage open() {
        var storage = JdbiStorage.builder(source)
                .schema(schema)
                .migration(rowLevelSecurity ? MigrationMode.VALIDATE : MigrationMode.MIGRATE)
                .rowLevelSecurity(rowLevelSecurity)
                .clock(clock)
                .build();
        storage.check();
        database.empty(schema);
        return storage;
    }

    @Override
    public void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    public void close() {}
}
