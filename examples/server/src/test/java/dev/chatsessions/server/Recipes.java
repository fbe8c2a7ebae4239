package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the recipes of the folder {@code deploy} say, and what their linters say of them. */
final class Recipes {

    static final Path FOLDER = Path.of("deploy").toAbsolutePath();

    private static final Path LINTERS = Path.of("target", "lint").toAbsolutePath();

    private static final Path SCRIPT =
            Path.of("src", "test", "lint", "lint.mjs").toAbsolutePath();

    private Recipes() {}

    static JsonNode read(Path folder) {
        if (Files.notExists(LINTERS.resolve("node_modules"))) {
            throw new IllegalStateException(LINTERS + " has no modules; CONTRIBUTING.md says how they are installed");
        }
        try {
            var node = new ProcessBuilder("node", SCRIPT.toString(), folder.toString())
                    .directory(LINTERS.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new ObjectMapper()
                    .readTree(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program prints, errors included, when it has ended well. */
    static String run(Path folder, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(command + " ended with " + code + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
