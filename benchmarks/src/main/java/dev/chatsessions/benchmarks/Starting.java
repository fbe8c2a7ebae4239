package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The time from the start of the server's process to its first 200, and its resident memory when idle, beside a bare Javalin. */
final class Starting {

    private static final String LISTENING = "listening on ";

    /** From its start to its end, on a machine that does much else. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Effort effort;

    private final Report report;

    Starting(Effort effort, Report report) {
        this.effort = effort;
        this.report = report;
    }

    /** The command of the floor, in this program's own class path. */
    static List<String> bare() {
        return Program.java(BareServer.class);
    }

    static List<String> jar(String path) {
        var jar = Path.of(path).toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(path + " is not there; build examples/server first");
        }
        return List.of(Program.java(), "-jar", jar.toString(), "serve", "--port", "0", "--profile", "dev");
    }

    void run(String name, List<String> command) {
        report.heading("startup, H2 in a new file", name);
        var ours = new Side();
        var bare = new Side();
        for (var i = 0; i < effort.starts(); i++) {
            start(command, ours);
            start(bare(), bare);
        }
        report.table(new Table("program", "to the first 200, p50", "ratio", "idle resident memory, p50", "ratio")
                .row(name, ours.time(), ours.timeBeside(bare), ours.memory(), ours.memoryBeside(bare))
                .row("bare Javalin", bare.time(), bare.timeBeside(bare), bare.memory(), bare.memoryBeside(bare)));
    }

    private void start(List<String> command, Side side) {
        try {
            var folder = Files.createTempDirectory("chat-sessions-benchmark-");
            var start = System.nanoTime();
            var process = new ProcessBuilder(new ArrayList<>(command))
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // Whoever waits for a program that hangs waits for its end, and tells of it.
            CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .execute(process::destroyForcibly);
            try {
                askForHealth(address(process));
                side.times.add(System.nanoTime() - start);
                process.waitFor(effort.idle().toMillis(), TimeUnit.MILLISECONDS);
                side.memories.add(ResidentMemory.of(process.pid()));
            } finally {
                process.destroy();
                process.waitFor();
                Place.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static URI address(Process process) throws IOException {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(LISTENING)) {
                return URI.create(line.substring(LISTENING.length()));
            }
        }
        throw new IllegalStateException("the program ended before it listened");
    }

    private static void askForHealth(URI address) {
        try (var wire = new Wire(address.getPort())) {
            wire.call(Wire.get("/health", ""));
        }
    }

    private static final class Side {

        private final Samples times = new Samples();

        private final Samples memories = new Samples();

        String time() {
            return Samples.readable(times.p50());
        }

        String timeBeside(Side other) {
            return Report.ratio(times.p50(), other.times.p50());
        }

        String memory() {
            return String.format(Locale.ROOT, "%.0f MB", memories.p50() / 1_000_000);
        }

        String memoryBeside(Side other) {
            return Report.ratio(memories.p50(), other.memories.p50());
        }
    }
}
