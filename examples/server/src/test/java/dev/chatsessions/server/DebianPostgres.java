package dev.chatsessions.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** PostgreSQL as a distribution brings it, with the programs that make backups. */
final class DebianPostgres implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private final Path programs = programs();

    private final Path folder;

    private final int port;

    private DebianPostgres(Path folder) throws IOException {
        this.folder = folder;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    static DebianPostgres start(Path folder) {
        try {
            var postgres = new DebianPostgres(folder);
            postgres.unprivileged("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8");
            postgres.unprivileged(
                    "pg_ctl", "-w", "-l", folder + ".log", "-o", "-p " + postgres.port + " -k " + folder, "start");
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path programs() {
        try (var versions = Files.list(VERSIONS)) {
            return versions.max(Comparator.comparing(Path::getFileName))
                    .orElseThrow()
                    .resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unprivileged(String program, String... arguments) {
        var command = new ArrayList<>(Unprivileged.command());
        command.addAll(List.of(programs.resolve(program).toString(), "-D", folder.toString()));
        command.addAll(List.of(arguments));
        Recipes.run(folder.getParent(), Map.of(), command);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/chat?user=postgres";
    }

    /** Runs a command of this PostgreSQL's in a folder, as its operator does. */
    void operate(Path place, String command) {
        var environment = Map.of(
                "PATH",
                programs + ":" + System.getenv("PATH"),
                "PGHOST",
                "127.0.0.1",
                "PGPORT",
                Integer.toString(port),
                "PGUSER",
                "postgres");
        Recipes.run(place, environment, List.of("sh", "-e", "-c", command));
    }

    @Override
    public void close() {
        unprivileged("pg_ctl", "-m", "immediate", "stop");
    }
}
