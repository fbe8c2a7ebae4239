package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever keeps it from starting is one line and an exit code, before anything listens; here what no row says. */
@Timeout(300)
final class RefusalProcessTest {

    private static final Map<String, String> NONE = Map.of();

    @TempDir
    private Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(64, "'70700' is not a port", NONE, List.of("serve", "--port", "70700")),
                Arguments.of(64, "but was 'test'", NONE, List.of("serve", "--profile", "test")),
                Arguments.of(64, "'fast' is not a number", NONE, List.of("serve", "--assistant-words-per-second=fast")),
                Arguments.of(64, "'2' is not a duration", NONE, List.of("serve", "--lease", "2")),
                Arguments.of(64, "neither with jdbc:h2:", NONE, List.of("serve", "--db", "jdbc:mysql://u:secret@h/d")),
                Arguments.of(
                        64, "not the address of", NONE, List.of("token", "issue", "--user=u", "--url=ftp://secret@h")),
                Arguments.of(
                        64, "not the address of", NONE, List.of("token", "issue", "--user=u", "--url=http://h:99999")),
                Arguments.of(
                        78,
                        "CHAT_SESSIONS_ADMIN_TOKEN: the value is not",
                        Map.of("CHAT_SESSIONS_ADMIN_TOKEN", "a-secret-that-nobody-can-show!"),
                        List.of("serve")),
                Arguments.of(78, "CHAT_SESSIONS_PORT is empty", Map.of("CHAT_SESSIONS_PORT", ""), List.of("serve")),
                Arguments.of(78, "no configuration file absent", NONE, List.of("serve", "--config", "absent")),
                Arguments.of(78, "--allow-remote-dev", NONE, List.of("serve", "--profile=dev", "--host", "0.0.0.0")),
                Arguments.of(78, "no host", NONE, List.of("serve", "--host", "no.such.host.invalid")),
                Arguments.of(69, "WRITE_DELAY", NONE, List.of("serve", "--db", "jdbc:h2:file:./unsafe")),
                Arguments.of(73, "cannot be made", NONE, List.of("migrate", "--db", "jdbc:h2:file:/proc/x/chat")),
                Arguments.of(
                        75,
                        "cannot be reached",
                        Map.of("CHAT_SESSIONS_ADMIN_TOKEN", "a-token"),
                        List.of("token", "issue", "--user=u", "--url=http://127.0.0.1:1")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_told_in_one_line(
            int exitCode, String words, Map<String, String> environment, List<String> arguments) {
        try (var program = ServerProcess.start(folder, environment, arguments.toArray(String[]::new))) {
            assertRefused(exitCode, words, program.ended());
        }
    }

    @Test
    void help_is_given_whatever_is_wrong_with_the_settings() throws IOException {
        Files.writeString(folder.resolve("chat-sessions.properties"), "prot = 1\n");

        try (var program = ServerProcess.start(folder, "serve", "--help")) {
            var ended = program.ended();

            assertEquals(0, ended.exitCode(), ended::toString);
            assertTrue(String.join("\n", ended.output()).contains("--port=PORT"), ended::toString);
        }
    }

    @Test
    void the_version_is_told() {
        try (var program = ServerProcess.start(folder, "--version")) {
            var ended = program.ended();

            assertEquals(0, ended.exitCode(), ended::toString);
            assertEquals(1, ended.output().size(), ended::toString);
            assertTrue(
                    ended.output().get(0).matches("chat-sessions-server [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?"),
                    ended::toString);
        }
    }

    private static void assertRefused(int exitCode, String words, ServerProcess.Ended ended) {
        assertEquals(exitCode, ended.exitCode(), ended::toString);
        assertEquals(1, ended.errors().size(), ended::toString);
        assertTrue(ended.errors().get(0).contains(words), ended::toString);
        assertFalse(ended.errors().get(0).contains("secret"), ended::toString);
        assertFalse(ended.output().stream().anyMatch(line -> line.startsWith("listening")), ended::toString);
    }
}
