package dev.chatsessions.examples.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running agent with all that it starts itself. Thread-safe. */
final class AgentProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Process process;

    private final LastWords errors;

    private AgentProcess(Process process) {
        this.process = process;
        this.errors = LastWords.of(process.getErrorStream());
    }

    /** How processes are started, whatever they are. */
    record Launch(Path folder, Map<String, String> environment, Redirect input) {}

    static AgentProcess start(List<String> command, Launch launch, ProcessGuard guard) throws AgentFailure {
        var builder = new ProcessBuilder(guard.leading(command))
                .directory(launch.folder().toFile())
                .redirectInput(launch.input());
        builder.environment().keySet().removeIf(name -> name.startsWith(SettingsSource.ENVIRONMENT_PREFIX));
        builder.environment().putAll(launch.environment());
        try {
            var process = builder.start();
            guard.watch(process.pid());
            process.onExit().thenRun(() -> guard.ended(process.pid()));
            return new AgentProcess(process);
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

    /** The last that it said of its own trouble, after a colon; nothing where it said nothing. It has ended. */
    String lastWords() {
        var said = errors.line();
        return said.isEmpty() ? "" : ": " + said;
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
