package dev.chatsessions.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Programs of Node.js, with packages that are installed by their names into a folder of its own. */
final class NodePrograms implements AutoCloseable {

    private static final List<String> FILES = List.of("package.json", "package-lock.json", "broadcast.js");

    private final Path folder;

    private NodePrograms(Path folder) {
        this.folder = folder;
    }

    /** Empty where Node.js or its packages are not to be had. */
    static Optional<NodePrograms> install() {
        try {
            var folder = Files.createTempDirectory("chat-sessions-benchmark-");
            for (var file : FILES) {
                try (var in = NodePrograms.class.getResourceAsStream("/node/" + file)) {
                    Files.copy(in, folder.resolve(file));
                }
            }
            var programs = new NodePrograms(folder);
            if (programs.run("node", "--version") && programs.run("npm", "ci", "--no-audit", "--no-fund")) {
                return Optional.of(programs);
            }
            programs.close();
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Program broadcaster(String kind) {
        var length = Integer.toString(Words.asLongAsOurs(0).length());
        var script = folder.resolve("broadcast.js").toString();
        return Program.start(List.of("node", "--expose-gc", script, kind, length));
    }

    private boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        try {
            Place.delete(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
