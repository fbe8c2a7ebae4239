package dev.chatsessions.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.adapter.jdbi.MigrationMode;
import dev.chatsessions.adapter.jdbi.PostgresSignal;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.Stores;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Consumer;

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
        return open(options, migration, observer, JdbiStorage::check);
    }

    /** Brings its tables up to date, for the role that owns them, which need not be one that serves. */
    static void migrate(DatabaseOptions options) {
        open(options, MigrationMode.OFF, Observer.none(), JdbiStorage::migrate).close();
    }

    /** Has it show rows to everybody again whom their owner has granted it. */
    static void dropRowSecurity(DatabaseOptions options) {
        open(options, MigrationMode.OFF, Observer.none(), JdbiStorage::dropRowLevelSecurity)
                .close();
    }

    private static Database open(
            DatabaseOptions options, MigrationMode migration, Observer observer, Consumer<JdbiStorage> first) {
        if (options.address().file().isPresent()) {
            options.address().serverFiles().ifPresent(ServerFiles::makeFolder);
        }
        var pool = ConnectionPool.open(options);
        try {
            var builder = JdbiStorage.builder(pool)
                    .migration(migration)
                    .rowLevelSecurity(options.rowSecurity())
                    .allowUnsafe(options.unsafe())
                    .observer(observer);
            options.schema().ifPresent(builder::schema);
            var storage = builder.build();
            first.accept(storage);
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
                .replace(
                        "build the storage with rowLevelSecurity(true), or have their owner call dropRowLevelSecurity()",
                        "add --db-row-security on, or have their owner run migrate --drop-row-security")
                .replace("call migrate() of a storage with rowLevelSecurity(true)", "run migrate --db-row-security on")
                .replace("call migrate(), or run the SQL that migrationSql() gives", "run the command migrate");
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof SQLException driver ? words + ": " + driver.getMessage() : words;
    }

    /** What time it is there. */
    Instant now() {
        return storage.read(Stores::now);
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
