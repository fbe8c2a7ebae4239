package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.server.ServerProcess.Ended;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Databases that cannot be reached, are not allowed, would lose or change what they are given, or have other tables. */
record BadDatabases(Program program, DurablePostgres postgres) {

    private static final String URL = "CHAT_SESSIONS_DB_URL";

    private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/chat";

    void addTo(BadInputRows rows) {
        addresses(rows);
        rights(rows);
        unsafe(rows);
        tables(rows);
    }

    private void addresses(BadInputRows rows) {
        rows.refused("C011", URL + ": the value starts neither with", () -> serve("jdbc:mysql://u:canary-4711@h/chat"));
        rows.refused("C012", NOWHERE + " cannot be used", () -> serve(NOWHERE + "?user=u&password=canary-4711"));
        rows.refused("C016", "in use by another process", this::besideAnother);
        rows.refused("C017", "jdbc:h2:mem:chat ends with the process", () -> serve("jdbc:h2:mem:chat"));
        rows.refused("I043", NOWHERE + " cannot be used", () -> program.run("migrate", "--db", NOWHERE));
    }

    /** One that has the file open already, for as long as another one tries. */
    private Ended besideAnother() {
        var folder = program.emptyFolder();
        try (var first = ServerProcess.start(folder, "serve", "--port", "0");
                var second = secondTo(first, folder)) {
            return second.ended();
        }
    }

    private static ServerProcess secondTo(ServerProcess first, Path folder) {
        first.address();
        return ServerProcess.start(folder, "serve", "--port", "0");
    }

    private void rights(BadInputRows rows) {
        rows.refused("C014", "permission denied", this::withoutRights);
        rows.refused("I044", "Wrong user name or password", this::withAWrongPassword);
    }

    private void unsafe(BadInputRows rows) {
        rows.refused("C077", "its encoding is LATIN1", this::inAnotherEncoding);
        rows.refused("C078", "synchronous_commit is off", () -> serveWith("synchronous_commit=off"));
        rows.refused("C079", "fsync is off", this::withoutFsync);
        rows.refused("C080", "it is read-only", () -> serveWith("default_transaction_read_only=on"));
    }

    private void tables(BadInputRows rows) {
        rows.refused("C072", "have version 1000", () -> program.run("serve", "--db", newer()));
        rows.refused("I048", "have version 1000", () -> program.run("token", "issue", "--user=u", "--db", newer()));
        rows.refused("C073", "run the command migrate", this::withoutTables);
        rows.holds("C074", this::fiveAtOnce);
        rows.refused("C075", "cannot be used", this::halfMigrated);
        rows.holds("I050", this::stoppedWhileMigrating);
    }

    private Ended serve(String url) {
        return program.serveWith(URL, url);
    }

    private Ended serveWith(String setting) {
        return serve(postgres.urlWith(setting, postgres.database()));
    }

    private Ended withoutRights() {
        var database = postgres.database();
        postgres.execute(database, "create role nobody_special login");
        return serve(postgres.urlFor("nobody_special", database));
    }

    private Ended withAWrongPassword() {
        var url = h2() + ";USER=u;PASSWORD=";
        migrate(url + "right");
        return program.run("migrate", "--db", url + "canary-4711");
    }

    private Ended inAnotherEncoding() {
        return serve(
                postgres.url(postgres.database("encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0")));
    }

    private Ended withoutFsync() {
        try (var careless = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "off")
                .start()) {
            return serve(careless.getJdbcUrl("postgres", "postgres"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A database whose tables a later version of this program made. */
    private String newer() {
        var url = h2();
        migrate(url);
        execute(url, "insert into \"chat_sessions\".schema_version (version) values (1000)");
        return url;
    }

    private Ended withoutTables() {
        return program.run("serve", "--db-migration=validate", "--db", h2());
    }

    private void fiveAtOnce() {
        var database = postgres.database();
        var url = postgres.url(database);
        var nodes = Stream.generate(() -> ServerProcess.start(program.emptyFolder(), "migrate", "--db", url))
                .limit(5)
                .toList();
        try {
            assertEquals(
                    List.of(0, 0, 0, 0, 0),
                    nodes.stream().map(node -> node.ended().exitCode()).toList());
            assertEquals(
                    postgres.count(database, "select max(version) from chat_sessions.schema_version"),
                    postgres.count(database, "select count(*) from chat_sessions.schema_version"));
        } finally {
            nodes.forEach(ServerProcess::close);
        }
    }

    /** As a migration leaves it that is cut off where the database cannot take back what it made. */
    private Ended halfMigrated() {
        var url = h2();
        migrate(url);
        execute(url, "drop table \"chat_sessions\".schema_version");
        execute(url, "drop table \"chat_sessions\".\"flyway_schema_history\"");
        return program.run("serve", "--port=0", "--db", url);
    }

    private void stoppedWhileMigrating() {
        var database = postgres.database();
        try (var before = postgres.connection(database);
                var statement = before.createStatement()) {
            before.setAutoCommit(false);
            statement.execute("create schema chat_sessions");
            try (var migrating =
                    ServerProcess.start(program.emptyFolder(), "migrate", "--db", postgres.url(database))) {
                awaitWaiting(database);

                assertEquals(143, migrating.terminate().exitCode());
            }
            before.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        assertEquals(
                0,
                postgres.count(
                        database,
                        "select count(*) from information_schema.tables where table_schema = 'chat_sessions'"));
        migrate(postgres.url(database));
    }

    /** Until somebody waits for a lock in this database. */
    private void awaitWaiting(String database) {
        var until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (postgres.count(database, "select count(*) from pg_locks, pg_sleep(0.02) where not granted") == 0) {
            assertTrue(System.nanoTime() < until, "nobody came to migrate");
        }
    }

    private void migrate(String url) {
        var ended = program.run("migrate", "--db", url);
        assertEquals(0, ended.exitCode(), ended::toString);
    }

    private String h2() {
        return "jdbc:h2:" + program.emptyFolder().resolve("chat") + ";WRITE_DELAY=0";
    }

    private static void execute(String url, String sql) {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
