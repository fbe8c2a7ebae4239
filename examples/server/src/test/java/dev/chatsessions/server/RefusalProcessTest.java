package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever keeps it from starting is one line and an exit code, before anything listens. */
@Timeout(300)
final class RefusalProcessTest {

    private static final Map<String, String> NONE = Map.of();

    @TempDir
    private Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(64, "no command given", NONE, List.of()),
                Arguments.of(64, "'sevre'", NONE, List.of("sevre")),
                Arguments.of(64, "'--prot'", NONE, List.of("serve", "--prot", "1")),
                Arguments.of(64, "'70700' is not a port", NONE, List.of("serve", "--port", "70700")),
                Arguments.of(64, "but was 'test'", NONE, List.of("serve", "--profile", "test")),
                Arguments.of(64, "'fast' is not a number", NONE, List.of("serve", "--assistant-words-per-second=fast")),
                Arguments.of(64, "'2' is not a duration", NONE, List.of("serve", "--lease", "2")),
                Arguments.of(64, "'1ms' is not a lease", NONE, List.of("serve", "--lease", "1ms")),
                Arguments.of(64, "--user", NONE, List.of("token", "issue")),
                Arguments.of(64, "neither with jdbc:h2:", NONE, List.of("serve", "--db", "jdbc:mysql://u:secret@h/d")),
                Arguments.of(78, "CHAT_SESSIONS_PROT", Map.of("CHAT_SESSIONS_PROT", "1"), List.of("serve")),
                Arguments.of(
                        78,
                        "CHAT_SESSIONS_PORT: 'x' is not a port",
                        Map.of("CHAT_SESSIONS_PORT", "x"),
                        List.of("serve")),
                Arguments.of(78, "CHAT_SESSIONS_PORT is empty", Map.of("CHAT_SESSIONS_PORT", ""), List.of("serve")),
                Arguments.of(78, "no configuration file absent", NONE, List.of("serve", "--config", "absent")),
                Arguments.of(78, "--allow-remote-dev", NONE, List.of("serve", "--profile=dev", "--host", "0.0.0.0")),
                Arguments.of(78, "no host", NONE, List.of("serve", "--host", "no.such.host.invalid")),
                Arguments.of(
                        69,
                        "jdbc:postgresql://127.0.0.1:1/chat cannot be used",
                        NONE,
                        List.of("serve", "--db", "jdbc:postgresql://127.0.0.1:1/chat?password=secret")),
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
    void an_unknown_key_in_the_file_is_refused() throws IOException {
        Files.writeString(folder.resolve("chat-sessions.properties"), "port = 0\nprot = 1\n");

        try (var program = ServerProcess.start(folder, "serve")) {
            assertRefused(78, "chat-sessions.properties: unknown key 'prot'", program.ended());
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
    void a_bad_value_in_the_file_is_refused() throws IOException {
        Files.writeString(folder.resolve("other.properties"), "db-pool-size = many\n");

        try (var program = ServerProcess.start(folder, "serve", "--config", "other.properties")) {
            assertRefused(78, "other.properties: db-pool-size: 'many' is not a number", program.ended());
        }
    }

    @Test
    void a_taken_port_is_refused() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());

            try (var program = ServerProcess.start(folder, "serve", "--profile", "dev", "--port", port)) {
                assertRefused(74, "cannot listen on port " + port, program.ended());
            }
        }
    }

    @Test
    void a_second_server_on_the_same_file_is_refused() {
        try (var first = ServerProcess.start(folder, "serve", "--port", "0")) {
            first.address();

            try (var second = ServerProcess.start(folder, "serve", "--port", "0")) {
                assertRefused(69, "in use by another process", second.ended());
            }
        }
    }

    @Test
    void a_postgresql_that_may_lose_writes_is_refused() throws IOException {
        try (var unsafe = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("synchronous_commit", "off")
                .start()) {
            var url = unsafe.getJdbcUrl("postgres", "postgres");

            try (var program = ServerProcess.start(folder, "serve", "--db", url)) {
                assertRefused(69, "synchronous_commit is off", program.ended());
            }
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
