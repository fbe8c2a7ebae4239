package dev.chatsessions.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** PgBouncer, as a distribution brings it, which gives a connection of the server to each transaction. */
final class Pgbouncer implements AutoCloseable {

    private final Process process;

    private final int port;

    private Pgbouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Pgbouncer before(DurablePostgres postgres, Path folder) {
        try {
            var port = freePort();
            var configuration =
                    Files.writeString(folder.resolve("pgbouncer.ini"), """
                    [databases]
                    * = host=127.0.0.1 port=%d user=postgres
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = any
                    pool_mode = transaction
                    default_pool_size = 5
                    ignore_startup_parameters = extra_float_digits
                    """.formatted(postgres.port(), port));
            var command = new ArrayList<>(Unprivileged.command());
            command.addAll(List.of("pgbouncer", "-q", configuration.toString()));
            var pgbouncer = new Pgbouncer(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("pgbouncer.log").toFile())
                            .start(),
                    port);
            Patience.until(pgbouncer::answers, () -> "pgbouncer does not answer");
            return pgbouncer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What the driver remembers of a connection does not hold for the next one that it is given. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&prepareThreshold=0";
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(url())) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
