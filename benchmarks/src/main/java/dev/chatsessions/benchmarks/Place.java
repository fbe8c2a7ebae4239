package dev.chatsessions.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.adapter.jdbi.PostgresSignal;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.spi.Storage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Where conversations are kept while a benchmark runs: a storage for the product, and the floor on the same database. */
final class Place implements AutoCloseable {

    private static final String WRITTEN = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";

    private static final String COMMITTED =
            "select xact_commit from pg_stat_database where datname = current_database()";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private String name = "memory";

    private Storage storage = InMemoryStorage.create();

    private Keeper floor = new ListKeeper();

    private HikariDataSource pool;

    private Optional<EmbeddedPostgres> server = Optional.empty();

    private Place() {}

    /** Opens a place by its name: memory, h2, postgresql or postgresql15. */
    static Place open(String name, int connections) {
        var place = new Place();
        try {
            switch (name) {
                case "memory" -> place.name = "in memory";
                case "h2" -> place.useH2(connections);
                case "postgresql" -> place.usePostgresql(18, connections);
                case "postgresql15" -> place.usePostgresql(15, connections);
                default ->
                    throw new IllegalArgumentException(
                            name + " is not a database: memory, h2, postgresql or postgresql15");
            }
            return place;
        } catch (IOException | SQLException failure) {
            place.close();
            throw new IllegalStateException(failure);
        }
    }

    /** What it is, in words. */
    String name() {
        return name;
    }

    Storage storage() {
        return storage;
    }

    Keeper floor() {
        return floor;
    }

    /** The floor, where it is on a database. */
    JdbcKeeper jdbcFloor() {
        if (floor instanceof JdbcKeeper jdbc) {
            return jdbc;
        }
        throw new IllegalArgumentException("this is measured on a database only");
    }

    /** Another node on the same database, with connections of its own. */
    Place neighbour(int connections) {
        var place = new Place();
        try {
            place.server = Optional.of(postgres());
            place.usePool(pool.getJdbcUrl(), connections);
            return place;
        } catch (SQLException failure) {
            place.close();
            throw new IllegalStateException(failure);
        }
    }

    /** What wakes the other nodes of the same database. */
    LiveSignal signal() {
        var signal =
                PostgresSignal.builder(pool, postgres().getPostgresDatabase()).open();
        opened.push(signal);
        return signal;
    }

    /** A connection to the database, which is the caller's to close. */
    Connection connect() throws SQLException {
        return postgres().getPostgresDatabase().getConnection();
    }

    /** The connections that both sides use. */
    DataSource pool() {
        return pool;
    }

    private EmbeddedPostgres postgres() {
        return server.orElseThrow(() -> new IllegalArgumentException("this is measured on PostgreSQL only"));
    }

    /** How many bytes the database wrote ahead so far, where it can tell. */
    OptionalLong written() {
        return asked(WRITTEN);
    }

    /** How many transactions the database committed so far, where it can tell, readers among them. */
    OptionalLong committed() {
        return asked(COMMITTED);
    }

    /** The processor time of the database so far, where it is a process of its own. */
    Duration databaseTime() {
        return asked("select pg_backend_pid()").stream()
                .mapToObj(ProcessHandle::of)
                .flatMap(backend -> backend.flatMap(ProcessHandle::parent).stream())
                .flatMap(database -> Stream.concat(Stream.of(database), database.children()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private OptionalLong asked(String question) {
        if (pool == null || !pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
            return OptionalLong.empty();
        }
        try (var connection = pool.getConnection();
                var query = connection.prepareStatement(question);
                var row = query.executeQuery()) {
            row.next();
            return OptionalLong.of(row.getLong(1));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Lets the database finish what filling it left to do, so that it does not do it while it is measured. */
    void settle() {
        if (pool == null) {
            return;
        }
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            if (pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
                statement.execute("vacuum analyze");
                statement.execute("checkpoint");
            } else {
                statement.execute("analyze");
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void useH2(int connections) throws IOException, SQLException {
        var folder = Files.createTempDirectory("chat-sessions-benchmark-");
        opened.push(() -> delete(folder));
        // A turn has more statements than the eight that a connection remembers otherwise.
        usePool("jdbc:h2:file:" + folder.resolve("db") + ";WRITE_DELAY=0;QUERY_CACHE_SIZE=256", connections);
        floor = new JdbcKeeper(pool, JdbcKeeper.Dialect.H2);
        name += " file, WRITE_DELAY=0 QUERY_CACHE_SIZE=256";
    }

    private void usePostgresql(int version, int connections) throws IOException, SQLException {
        var database = EmbeddedPostgres.builder()
                .setPgBinaryResolver((system, machine) ->
                        Place.class.getClassLoader().getResourceAsStream("postgres/" + version + "/postgres.txz"))
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        opened.push(database);
        server = Optional.of(database);
        usePool(database.getJdbcUrl("postgres", "postgres"), connections);
        floor = new JdbcKeeper(pool, JdbcKeeper.Dialect.POSTGRESQL);
        name += ", fsync=on synchronous_commit=on";
    }

    private void usePool(String url, int connections) throws SQLException {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        pool = new HikariDataSource(config);
        opened.push(pool);
        storage = JdbiStorage.builder(pool).build();
        try (var connection = pool.getConnection()) {
            var about = connection.getMetaData();
            name = about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
        }
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
