package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.chatsessions.server.ServerProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Command lines that cannot be meant, and what surrounds a command. */
record BadCommandLines(Program program) {

    private static final String ESCAPE = "\u001B";

    void addTo(BadInputRows rows) {
        usage(rows);
        values(rows);
        servers(rows);
        surroundings(rows);
    }

    private void usage(BadInputRows rows) {
        rows.refused("I001", "no command given", () -> program.run());
        rows.refused("I002", "'sevre'", () -> program.run("sevre"));
        rows.refused("I003", "'--prot'", () -> Program.refuse("serve", "--prot", "1"));
        rows.refused("I004", "'--port' (PORT) should be specified only once", this::portTwice);
        rows.refused("I005", "Missing required parameter for option '--port'", () -> Program.refuse("serve", "--port"));
        rows.refused("I006", "Missing required option: '--user", () -> Program.refuse("token", "issue"));
        rows.refused("I007", "'extra'", () -> Program.refuse("serve", "extra"));
        rows.refused("I017", "add --yes", () -> Program.refuse("legacy", "drop"));
        rows.refused(
                "I020",
                "'--config' (FILE) should be specified only once",
                () -> Program.refuse("serve", "--config", "a", "--config", "b"));
    }

    private void values(BadInputRows rows) {
        rows.refused("I018", "--user: value is blank", () -> Program.refuse("token", "issue", "--user", ""));
        rows.refused("I019", "--user: value holds", () -> Program.refuse("token", "issue", "--user", "a\nb"));
        rows.refused(
                "I054", "unknown key 'prot'", () -> program.refuseWithFile("prot = 1", "token", "issue", "--user=u"));
    }

    private void servers(BadInputRows rows) {
        rows.refused("I045", "503", () -> issueFrom(503));
        rows.refused("I053", "403", () -> issueFrom(403));
        rows.refused("I064", "401", () -> issueFrom(401));
    }

    private void surroundings(BadInputRows rows) {
        rows.holds("I049", this::interrupted);
        rows.holds("I065", this::withoutColours);
        rows.refused("I066", "'schl?ssel'", this::inALocaleWithoutUmlauts);
    }

    private Ended portTwice() {
        return program.run("serve", "--port", "0", "--port", "0");
    }

    /** Asks a server that has only this status to give. */
    private Ended issueFrom(int status) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(status, 2);
                exchange.getResponseBody().write(new byte[] {'{', '}'});
                exchange.close();
            });
            server.start();
            try {
                var url = "http://127.0.0.1:" + server.getAddress().getPort();
                var environment = Map.of("CHAT_SESSIONS_ADMIN_TOKEN", BadInputRows.SECRET);
                return program.run(environment, "token", "issue", "--user=u", "--url", url);
            } finally {
                server.stop(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Ctrl-C does; {@code env} because a shell may have told its children to ignore it. */
    private void interrupted() {
        var folder = program.emptyFolder();
        var command = Stream.of(
                        List.of("env", "--default-signal=INT"),
                        ServerProcess.java(),
                        List.of("serve", "--port", "0", "--profile", "dev"))
                .flatMap(List::stream)
                .toList();
        try (var server = ServerProcess.launch(folder, Map.of(), command)) {
            server.address();
            var url = folder.resolve("chat-sessions-data/chat-sessions.url");
            assertTrue(Files.exists(url));

            var kill = List.of("bash", "-c", "kill -INT " + server.handle().pid());
            try (var killing = ServerProcess.launch(folder, Map.of(), kill)) {
                assertEquals(0, killing.ended().exitCode());
            }

            assertEquals(130, server.ended().exitCode());
            assertFalse(Files.exists(url));
        }
    }

    private void withoutColours() {
        var forced = Map.of("CLICOLOR_FORCE", "1");
        var refused = Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1");

        var coloured = program.run(forced, "--help");
        var plain = program.run(refused, "--help");

        assertTrue(String.join("\n", coloured.output()).contains(ESCAPE), coloured::toString);
        assertEquals(0, plain.exitCode());
        assertFalse(String.join("\n", plain.output()).contains(ESCAPE), plain::toString);
    }

    private Ended inALocaleWithoutUmlauts() {
        var folder = program.emptyFolder();
        try {
            Files.writeString(folder.resolve("chat-sessions.properties"), "schl\u00fcssel = 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var process = ServerProcess.start(folder, Map.of("LC_ALL", "C"), "serve")) {
            return process.ended();
        }
    }
}
