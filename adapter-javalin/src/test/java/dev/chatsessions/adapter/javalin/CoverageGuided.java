package dev.chatsessions.adapter.javalin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * The same inputs, made by a fuzzer that sees which code they reach, as Jazzer does: it calls these methods by their names.
 * CONTRIBUTING has the command.
 */
public final class CoverageGuided {

    private static final int SERVED = 20_000;

    private static final int BETWEEN_BEATS = 50;

    private static final Surfaces SURFACE = Surfaces.named(System.getProperty("chat-sessions.surface"));

    private static HostileServer server = new HostileServer();

    private static Surface opened = SURFACE.open(server);

    private static int taken;

    private CoverageGuided() {}

    /** Leaves what well-meaning clients send, and what was found before, where the fuzzer begins. */
    public static void fuzzerInitialize() throws IOException {
        var inputs = new ArrayList<>(opened.seeds());
        HostileInput.all().stream()
                .filter(row -> row.surface() == SURFACE)
                .map(HostileInput::input)
                .forEach(inputs::add);
        var folder = Files.createDirectories(Path.of(System.getProperty("chat-sessions.inputs")));
        for (var i = 0; i < inputs.size(); i++) {
            Files.write(folder.resolve("seed-" + i), inputs.get(i));
        }
    }

    /** Tries one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        opened.take(input);
        taken++;
        if (taken % BETWEEN_BEATS == 0) {
            server.healthy.requireHearing();
        }
        if (taken % SERVED == 0) {
            server.close();
            server = new HostileServer();
            opened = SURFACE.open(server);
        }
    }
}
