package dev.chatsessions.server;

import dev.chatsessions.server.ServerProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the packaged program to its end, each time in an empty folder; what it refuses before it begins, in this process. */
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

    /** Refuses {@code serve} with this one setting in the environment. */
    static Ended refuseWith(String variable, String value) {
        return CommandRun.of(Map.of(variable, value), "serve").ended();
    }

    /** Refuses the command line. */
    static Ended refuse(String... arguments) {
        return CommandRun.of(arguments).ended();
    }

    /** Refuses the command with this as its configuration file. */
    Ended refuseWithFile(String text, String... arguments) {
        try {
            var file = Files.writeString(emptyFolder().resolve("mine.properties"), text);
            var all = Stream.concat(Stream.of(arguments), Stream.of("--config", file.toString()));
            return refuse(all.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
