package dev.chatsessions.examples.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the build has installed of other people's agents. */
final class NpmPackages {

    private static final Path MODULES = Path.of("target", "npm", "node_modules").toAbsolutePath();

    private NpmPackages() {}

    static Path opencode() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        var processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return there(MODULES.resolve("opencode-" + system + "-" + processor).resolve("bin/opencode"));
    }

    static Path exampleAgent() {
        return there(MODULES.resolve("@agentclientprotocol/sdk/dist/examples/agent.js"));
    }

    private static Path there(Path file) {
        if (Files.notExists(file)) {
            throw new IllegalStateException(file + " is not there; CONTRIBUTING.md says how it is installed");
        }
        return file;
    }
}
