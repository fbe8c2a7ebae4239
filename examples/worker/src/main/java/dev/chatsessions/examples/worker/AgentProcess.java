package dev.chatsessions.examples.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running agent with all that it starts itself; what it says of its own trouble goes to a file. Thread-safe. */
final class AgentProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int LAST_WORDS = 300;

    private final Process process;

    private final Path errors;

    private AgentProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** How processes are started, whatever they are. */
    record Launch(Path folder, Path errors, Map<String, String> environment, Redirect input) {}

    static AgentProcess start(List<String> command, Launch launch, ProcessGuard guard) throws AgentFailure {
        var builder = new ProcessBuilder(guard.leading(command))
                .directory(launch.folder().toFile())
                .redirectInput(launch.input())
                .redirectError(launch.errors().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith(SettingsSource.ENVIRONMENT_PREFIX));
        builder.environment().putAll(launch.environment());
        try {
            var process = builder.start();
            guard.watch(process.pid());
            process.onExit().thenRun(() -> guard.ended(process.pid()));
            return new AgentProcess(process, launch.errors());
        } catch (IOException failed) {
            throw new AgentFailure("the agent " + command.get(0) + " does not start: " + failed.getMessage(), failed);
        }
    }

    InputStream output() {
        return process.getInputStream();
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code, once it has closed its output. */
    int exitCode() throws AgentFailure {
        try {
            if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new AgentFailure("the agent has closed its output and does not end");
    }

    /** The end of what it said of its own trouble, after a colon; nothing where it said nothing. */
    String lastWords() {
        try (var file = FileChannel.open(errors)) {
            var end = ByteBuffer.allocate(LAST_WORDS);
            file.read(end, Math.max(0, file.size() - LAST_WORDS));
            var said = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8).strip();
            return said.isEmpty() ? "" : ": " + said.substring(said.lastIndexOf('\n') + 1);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Waits until it has ended by itself, but no longer than that. */
    void awaitEnd(Duration limit) {
        try {
            process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end. */
    void terminate() {
        tree().forEach(ProcessHandle::destroy);
    }

    /** Ends it, and what it started. */
    @Override
    public void close() {
        // What is ended may have started another meanwhile.
        for (var rest = tree(); !rest.isEmpty(); rest = tree()) {
            rest.forEach(ProcessHandle::destroyForcibly);
            rest.forEach(each -> each.onExit()
                    .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .exceptionally(late -> each)
                    .join());
            if (rest.stream().anyMatch(ProcessHandle::isAlive)) {
                break;
            }
        }
    }

    private List<ProcessHandle> tree() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}
