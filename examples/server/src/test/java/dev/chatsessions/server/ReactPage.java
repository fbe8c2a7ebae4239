package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** A page that React renders in Node, with functions in it that somebody else wrote. Thread-safe. */
final class ReactPage implements AutoCloseable {

    private static final Path PROGRAM = Path.of("src", "test", "npm", "page.mjs");

    private static final Path PACKAGES = Path.of("target", "npm");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();

    private final Queue<JsonNode> ended = new ConcurrentLinkedQueue<>();

    private volatile JsonNode shown = JSON.createObjectNode();

    private ReactPage(Process process) {
        this.process = process;
        var reader = new Thread(this::listen, "page");
        reader.setDaemon(true);
        reader.start();
    }

    /** The page of whose token it is, that calls that server. */
    static ReactPage open(Path folder, String functions, URI server, String token) {
        if (Files.notExists(PACKAGES.resolve("node_modules/react"))) {
            throw new IllegalStateException(PACKAGES + " has no React; CONTRIBUTING.md says how it is installed");
        }
        try {
            var file = Files.writeString(Files.createTempFile(folder, "functions", ".js"), functions);
            var program = new ProcessBuilder(
                    "node",
                    PROGRAM.toString(),
                    PACKAGES.toAbsolutePath().toString(),
                    file.toString(),
                    server.toString(),
                    token);
            return new ReactPage(
                    program.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(JSON.readTree(line));
            }
        } catch (IOException gone) {
            // Whoever waits for a word of it says what is missing.
        }
    }

    private void hear(JsonNode word) {
        if (word.has("shown")) {
            shown = word.path("shown");
        } else if (word.has("logged")) {
            logged.add(word.path("logged").asText());
        } else {
            ended.add(word);
        }
    }

    /** Waits until a part of its state is this text. */
    void shows(String part, String text) {
        shows(state -> text.equals(state.path(part).asText()), part + " " + text);
    }

    /** Waits until its state is so. */
    void shows(Predicate<JsonNode> so, String what) {
        Patience.until(() -> so.test(shown), () -> "it does not show " + what + " but " + shown);
    }

    /** What the functions have logged so far. */
    Queue<String> logged() {
        return logged;
    }

    /** Calls a function and waits for its end. */
    void run(String function, String message) {
        begin(function, message);
        awaitEnd();
    }

    void begin(String function, String message) {
        try {
            var out = process.getOutputStream();
            out.write((JSON.valueToTree(Map.of("call", function, "message", message)) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitEnd() {
        Patience.until(() -> !ended.isEmpty(), () -> "the function does not come to its end: " + shown);
        var end = ended.remove();
        if (end.has("failed")) {
            throw new AssertionError(end.toString());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
