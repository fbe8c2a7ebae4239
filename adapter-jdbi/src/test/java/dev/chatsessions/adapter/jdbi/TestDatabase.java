package dev.chatsessions.adapter.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The databases that everything is tested on, each with one pool for the whole JVM. */
enum TestDatabase {
    H2_MEMORY(() -> "jdbc:h2:mem:contracts;DB_CLOSE_DELAY=-1"),
    H2_FILE(() -> "jdbc:h2:file:" + folder()
            + "/contracts;WRITE_DELAY=0;QUERY_CACHE_SIZE=256;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE"),
    POSTGRESQL_15(() -> PostgresServers.version(PostgresServers.OLDEST).getJdbcUrl("postgres", "postgres")),
    POSTGRESQL_18(() -> PostgresServers.version(PostgresServers.NEWEST).getJdbcUrl("postgres", "postgres"));

    /** Marks what only depends on a database, to be left out where the same is run on a second JDK. */
    static final String NOT_THE_JDK = "not-the-jdk";

    private final Supplier<String> maker;

    private Optional<String> url = Optional.empty();

    private Optional<HikariDataSource> pool = Optional.empty();

    TestDatabase(Supplier<String> maker) {
        this.maker = maker;
    }

    synchronized String url() {
        url = url.or(() -> Optional.of(maker.get()));
        return url.orElseThrow();
    }

    boolean isPostgresql() {
        return name().startsWith("POSTGRESQL");
    }

    /** One pool for all tests, of more connections than any of them has threads. */
    synchronized HikariDataSource pool() {
        if (pool.isEmpty()) {
            var config = new HikariConfig();
            config.setJdbcUrl(url());
            config.setMaximumPoolSize(40);
            config.setMinimumIdle(0);
            config.setConnectionTimeout(10_000);
            pool = Optional.of(new HikariDataSource(config));
        }
        return pool.get();
    }

    /** Takes every row out of the schema's tables but their version. */
    void empty(String schema) {
        try (var connection = pool().getConnection();
                var statement = connection.createStatement()) {
            for (var table : tables(schema)) {
                statement.execute("delete from \"" + schema + "\"." + table);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private List<String> tables(String schema) throws SQLException {
        try (var connection = pool().getConnection();
                var query = connection.prepareStatement("select table_name from information_schema.tables"
                        + " where table_schema = ? and lower(table_name) not in"
                        + " ('schema_version', 'flyway_schema_history')")) {
            query.setString(1, schema);
            var tables = new ArrayList<String>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            return tables;
        }
    }

    /** For one run: gone when it ends, with what is in it. */
    private static Path folder() {
        try {
            var folder = Files.createTempDirectory("chat-sessions-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
