package dev.chatsessions.adapter.javalin;

import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.adapter.jdbi.MigrationMode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** New databases, each with our tables and nothing in them; they are gone with the JVM. */
final class Databases {

    /** What all others on PostgreSQL are copies of: tables are made slowly, and copied fast. */
    private static final String TEMPLATE = "template_of_tests";

    private static final AtomicInteger MADE = new AtomicInteger();

    private static Optional<EmbeddedPostgres> server = Optional.empty();

    private Databases() {}

    /** Where a new one is. */
    static String h2() {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:test-" + MADE.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        makeTables(database);
        return database.getURL();
    }

    /** Where a new one is, on a server as durable as in production. */
    static synchronized String postgresql() {
        server = server.or(() -> Optional.of(started()));
        var name = "test_" + MADE.incrementAndGet();
        execute(server.get().getPostgresDatabase(), "create database " + name + " template " + TEMPLATE);
        return server.get().getJdbcUrl("postgres", name);
    }

    private static EmbeddedPostgres started() {
        try {
            var started = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            execute(started.getPostgresDatabase(), "create database " + TEMPLATE);
            makeTables(started.getDatabase("postgres", TEMPLATE));
            return started;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void makeTables(DataSource database) {
        var printer = JdbiStorage.builder(database).migration(MigrationMode.OFF).build();
        execute(database, printer.migrationSql());
    }

    private static void execute(DataSource database, String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
