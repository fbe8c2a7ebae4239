package dev.chatsessions.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The packaged program as a process of its own. Ended, whatever happened, when it is closed. */
final class ServerProcess implements AutoCloseable {

    static final Path JAR = Path.of("target", "chat-sessions-server.jar").toAbsolutePath();

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static final String LISTENING = "listening on ";

    private static final String ADMIN = "admin on ";

    private final Process process;
    private final Lines output;
    private final Lines errors;

    private ServerProcess(Process process) {
        this.process = process;
        this.output = new Lines(process.getInputStream());
        this.errors = new Lines(process.getErrorStream());
    }

    static ServerProcess start(Path folder, String... arguments) {
        return start(folder, Map.of(), arguments);
    }

    static ServerProcess start(Path folder, Map<String, String> environment, String... arguments) {
        return launch(
                folder,
                environment,
                Stream.concat(java().stream(), Arrays.stream(arguments)).toList());
    }

    static ServerProcess launch(Path folder, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CHAT_SESSIONS_"));
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the program is started, without its own arguments; tuned to be up soon. */
    static List<String> java(String... systemProperties) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SoonUp.OPTIONS);
        command.addAll(SoonUp.archived(JAR));
        command.addAll(List.of(systemProperties));
        command.addAll(List.of("-jar", JAR.toString()));
        return command;
    }

    /** Waits until it says that it listens, and where. */
    URI address() {
        return URI.create(line(line -> line.startsWith(LISTENING)).substring(LISTENING.length()));
    }

    /** Where it serves its operators, which may be where it serves everybody; asked once it listens. */
    URI adminAddress() {
        return told(ADMIN).or(() -> told(LISTENING)).orElseThrow();
    }

    private Optional<URI> told(String beginning) {
        return output.seen().stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> URI.create(line.substring(beginning.length())))
                .findFirst();
    }

    /** A token of this user, by its admin's token; asked once it listens. */
    String token(String admin, String user) {
        return new RunningServer(adminAddress(), admin)
                .issueToken(user, IssueTokenCommand.Role.USER, Duration.ofHours(1))
                .token();
    }

    /** Waits for such a line on the output. */
    String line(Predicate<String> wanted) {
        try {
            return output.await(wanted);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "; errors: " + errors.seen(), e);
        }
    }

    /** Waits until it has ended by itself. */
    Ended ended() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "still running after " + LIMIT + "; output: " + output.seen() + "; errors: " + errors.seen());
            }
            return new Ended(process.exitValue(), output.all(), errors.all());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** As {@code kill -9} does. */
    Ended kill() {
        process.toHandle().destroyForcibly();
        return ended();
    }

    /** As {@code kill} does. Through the handle, because the process itself would take its output away too. */
    Ended terminate() {
        process.toHandle().destroy();
        return ended();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    record Ended(int exitCode, List<String> output, List<String> errors) {}

    /** Reads all the time, so that the process never waits for us. */
    private static final class Lines {

        private final LinkedBlockingQueue<String> fresh = new LinkedBlockingQueue<>();
        private final List<String> seen = new ArrayList<>();
        private final Thread reader;

        Lines(InputStream stream) {
            reader = new Thread(() -> read(stream), "output of the server");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    seen(line);
                    fresh.add(line);
                }
            } catch (IOException e) {
                seen("(reading ended: " + e.getMessage() + ")");
            }
        }

        String await(Predicate<String> wanted) {
            var until = System.nanoTime() + LIMIT.toNanos();
            try {
                while (true) {
                    var line = fresh.poll(100, TimeUnit.MILLISECONDS);
                    if (line != null && wanted.test(line)) {
                        return line;
                    }
                    if (line == null && (!reader.isAlive() && fresh.isEmpty() || System.nanoTime() > until)) {
                        throw new IllegalStateException("no such line; output: " + seen());
                    }
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }

        List<String> all() throws InterruptedException {
            reader.join(LIMIT.toMillis());
            return seen();
        }

        synchronized List<String> seen() {
            return List.copyOf(seen);
        }

        private synchronized void seen(String line) {
            seen.add(line);
        }
    }
}
