package dev.chatsessions.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Worker programs, each a process of its own with a state of its own, which one user has taken on. */
final class Workforce implements AutoCloseable {

    private static final long LIMIT_SECONDS = 30;

    private final List<Process> workers = new ArrayList<>();

    private final Path folder;

    private Workforce(Path folder) {
        this.folder = folder;
    }

    /**
     * @param agent the command that each of their agents is
     * @param answersAtOnce of each of them
     */
    static Workforce start(Path jar, int count, int portForWorkers, String agent, int answersAtOnce) {
        try {
            var workforce = new Workforce(Files.createTempDirectory("chat-sessions-benchmark-"));
            for (var number = 0; number < count; number++) {
                workforce.start(List.of(
                        Program.java(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-jar",
                        jar.toString(),
                        "--server=http://127.0.0.1:" + portForWorkers,
                        "--name=worker-" + number,
                        "--state=state-" + number,
                        "--agent=command",
                        "--run=" + agent,
                        "--answers-at-once=" + answersAtOnce));
            }
            return workforce;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Has their user take them on. */
    void hire(URI forUser) {
        try (var wire = new Wire(forUser.getPort())) {
            for (var worker : workers) {
                approve(wire, worker);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void start(List<String> command) throws IOException {
        workers.add(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start());
    }

    private static void approve(Wire wire, Process worker) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8));
        var code = line(lines, "enter the code").replaceFirst(".*code (\\S+) at.*", "$1");
        wire.call(Wire.post("/workers/approve", "", "{\"user_code\":\"" + code + "\"}"));
        line(lines, "takes questions");
    }

    private static String line(BufferedReader lines, String part) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(part)) {
                return line;
            }
        }
        throw new IOException("a worker ended before it said: " + part);
    }

    @Override
    public void close() {
        workers.forEach(Process::destroy);
        try {
            for (var worker : workers) {
                if (!worker.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    worker.destroyForcibly().waitFor();
                }
            }
            Place.delete(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
