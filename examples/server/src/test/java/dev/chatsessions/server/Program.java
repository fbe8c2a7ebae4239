package dev.chatsessions.server;

import dev.chatsessions.server.ServerProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs the packaged program to its end, each time in an empty folder. */
record Program(Path folder) {

    Ended run(String... arguments) {
        return run(Map.of(), arguments);
    }

    Ended run(Map<String, String> environment, String... arguments) {
        return run(emptyFolder(), environment, arguments);
    }

    /** Runs {@code serve} with this one setting in the environment. */
    Ended serveWith(String variable, String value) {
        return run(Map.of(variable, value), "serve", "--port", "0");
    }

    /** Runs the command with this as its configuration file. */
    Ended runWithFile(String text, String... arguments) {
        var place = emptyFolder();
        try {
            Files.writeString(place.resolve("chat-sessions.properties"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run(place, Map.of(), arguments);
    }

    Path emptyFolder() {
        try {
            return Files.createTempDirectory(folder, "run-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended run(Path place, Map<String, String> environment, String... arguments) {
        try (var process = ServerProcess.start(place, environment, arguments)) {
            return process.ended();
        }
    }
}
