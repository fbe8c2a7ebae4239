package dev.chatsessions.examples.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The packaged program as a process of its own. Ended, whatever happened, when it is closed. */
final class WorkerProcess implements AutoCloseable {

    static final Path JAR = Path.of("target", "chat-sessions-worker.jar").toAbsolutePath();

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private final Process process;

    private WorkerProcess(Process process) {
        this.process = process;
        var reader = new Thread(this::read, "output of the worker");
        reader.setDaemon(true);
        reader.start();
    }

    /** One whose agent takes every question for a script. */
    static WorkerProcess obeying(URI server, Path folder) {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString()));
        command.addAll(List.of("--server", server.toString(), "--agent", "command", "--run", "sh"));
        return launch(folder, command);
    }

    static WorkerProcess launch(Path folder, List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith(SettingsSource.ENVIRONMENT_PREFIX));
        try {
            return new WorkerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException gone) {
            lines.add("(its output ended: " + gone.getMessage() + ")");
        }
    }

    /** Has Ann take it on. */
    WorkerProcess hired(Office office) {
        office.approve(says("enter the code").replaceFirst(".*code (\\S+) at.*", "$1"));
        says("takes questions");
        return this;
    }

    /** Waits until it says something like this. */
    String says(String part) {
        var seen = new ArrayList<String>();
        var until = System.nanoTime() + LIMIT.toNanos();
        try {
            while (true) {
                var line = lines.poll(100, TimeUnit.MILLISECONDS);
                if (line == null && process.isAlive() && System.nanoTime() < until) {
                    continue;
                }
                if (line == null) {
                    throw new AssertionError("it never said: " + part + ", but " + seen);
                }
                if (line.contains(part)) {
                    return line;
                }
                seen.add(line);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.toHandle().destroyForcibly();
        ended();
    }

    /** As {@code kill} does. */
    int terminate() {
        process.toHandle().destroy();
        return ended();
    }

    /** Takes all its processor time away, as a pause of its machine does. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            var code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private int ended() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the worker is still there");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
