package dev.chatsessions.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL of its own, as durable as in production. */
final class DurablePostgres implements AutoCloseable {

    private static Optional<DurablePostgres> shared = Optional.empty();

    private final EmbeddedPostgres server;

    private final AtomicInteger databases = new AtomicInteger();

    private final String folder;

    private final String programs;

    private DurablePostgres(EmbeddedPostgres server) {
        this.server = server;
        this.folder = text("postgres", "show data_directory");
        this.programs = text("postgres", "select setting from pg_config where name = 'BINDIR'");
    }

    static DurablePostgres start() {
        try {
            return new DurablePostgres(EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a new and empty database is, on a server that all tests of this JVM share and that ends with it. */
    static synchronized String newDatabase() {
        shared = shared.or(() -> Optional.of(start()));
        return shared.get().url(shared.get().database());
    }

    /**
     * Ends it, and keeps what is in it.
     *
     * @param mode {@code fast} sends everybody away, {@code immediate} is as if it had crashed
     */
    void stop(String mode) {
        control("stop", "-m", mode);
    }

    /** Starts it as it was before it was stopped. */
    void startAgain() {
        control("restart", "-l", "again.log");
    }

    private void control(String... what) {
        var command = new ArrayList<>(Unprivileged.command());
        command.addAll(List.of(programs + "/pg_ctl", "-D", folder, "-w"));
        command.addAll(List.of(what));
        try {
            var code = new ProcessBuilder(command)
                    .directory(new File(folder))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException(command + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    int port() {
        return server.getPort();
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** The name of a new and empty database. */
    String database() {
        return database("");
    }

    String database(String options) {
        var name = "chat_" + databases.incrementAndGet();
        execute("postgres", "create database " + name + " " + options);
        return name;
    }

    String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    String urlFor(String role, String database) {
        return server.getJdbcUrl(role, database);
    }

    /** With a setting that holds for the sessions that it opens. */
    String urlWith(String setting, String database) {
        return url(database) + "&options="
                + URLEncoder.encode("-c " + setting, StandardCharsets.UTF_8).replace("+", "%20");
    }

    void execute(String database, String sql) {
        try (var connection = connection(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    int count(String database, String sql) {
        return Integer.parseInt(text(database, sql));
    }

    private String text(String database, String sql) {
        try (var connection = connection(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    Connection connection(String database) throws SQLException {
        return server.getDatabase("postgres", database).getConnection();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
