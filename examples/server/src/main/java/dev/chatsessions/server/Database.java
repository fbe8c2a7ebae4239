package dev.chatsessions.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.adapter.jdbi.MigrationMode;
import dev.chatsessions.adapter.jdbi.PostgresSignal;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.spi.Observer;
import java.sql.SQLException;

/** The opened database: the pool, and the storage on it. */
final class Database implements AutoCloseable {

    private final HikariDataSource pool;
    private final JdbiStorage storage;
    private final DatabaseOptions options;

    private Database(DatabaseOptions options, HikariDataSource pool, JdbiStorage storage) {
        this.options = options;
        this.pool = pool;
        this.storage = storage;
    }

    /** Fails, with words for the operator, unless the database can be used now and has the tables that we need. */
    static Database open(DatabaseOptions options, MigrationMode migration) {
        return open(options, migration, Observer.none());
    }

    /** The same, with somebody who is told of works that run once more. */
    static Database open(DatabaseOptions options, MigrationMode migration, Observer observer) {
        if (options.address().file().isPresent()) {
            options.address().serverFiles().ifPresent(ServerFiles::makeFolder);
        }
        var pool = ConnectionPool.open(options);
        try {
            var builder = JdbiStorage.builder(pool)
                    .migration(migration)
                    .allowUnsafe(options.unsafe())
                    .observer(observer);
            options.schema().ifPresent(builder::schema);
            var storage = builder.build();
            storage.check();
            return new Database(options, pool, storage);
        } catch (ChatSessionsException | IllegalStateException e) {
            pool.close();
            throw Failure.database("the database " + options.address().shown() + " cannot be used: " + reason(e), e);
        }
    }

    /** The storage's own words, which advise programs, and those of the driver. */
    private static String reason(Throwable failure) {
        var words = failure.getMessage()
                .replace("build the storage with allowUnsafe(true)", "add --allow-unsafe-db")
                .replace("call migrate(), or run the SQL that migrationSql() gives", "run the command migrate");
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof SQLException driver ? words + ": " + driver.getMessage() : words;
    }

    HikariDataSource pool() {
        return pool;
    }

    JdbiStorage storage() {
        return storage;
    }

    /**
     * How this server and others on the same database wake each other. Fails, with words for the operator, where they would
     * not be heard.
     */
    LiveSignal signal(Observer observer) {
        if (!options.notifies()) {
            return LiveSignal.none();
        }
        var builder =
                PostgresSignal.builder(pool, ConnectionPool.unpooled(options)).observer(observer);
        options.schema().ifPresent(builder::schema);
        try {
            return builder.open();
        } catch (ChatSessionsException | IllegalStateException e) {
            throw Failure.database(
                    "the notifications of the database " + options.address().shown()
                            + " cannot be used, which --db-notify off does without: " + reason(e),
                    e);
        }
    }

    @Override
    public void close() {
        storage.close();
        pool.close();
    }
}
