package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class TokenProcessTest {

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    @Test
    void a_token_is_issued_beside_a_running_server() {
        try (var server = ServerProcess.start(folder, "serve", "--port", "0")) {
            var address = server.address();

            var token = issued(folder, Map.of(), "--user", "ann");

            assertEquals(
                    "user-ann",
                    new ChatClient(address, token).history().path("thread_id").asText());
        }
    }

    @Test
    void a_token_is_issued_by_a_server_elsewhere() {
        var environment = Map.of("CHAT_SESSIONS_ADMIN_TOKEN", "an-admin-token-of-my-own");
        try (var server = ServerProcess.start(folder, environment, "serve", "--port", "0")) {
            var address = server.address();
            var admin = server.adminAddress().toString();

            var token = issued(elsewhere, environment, "--user", "root", "--role", "admin", "--url", admin);

            assertEquals(200, new ChatClient(address, token).status("/me"));
        }
    }

    @Test
    void a_wrong_admin_token_is_told() {
        try (var server = ServerProcess.start(folder, "serve", "--port", "0")) {
            server.address();
            var url = server.adminAddress().toString();
            var environment = Map.of("CHAT_SESSIONS_ADMIN_TOKEN", "not-the-one");

            try (var program =
                    ServerProcess.start(elsewhere, environment, "token", "issue", "--user=u", "--url", url)) {
                var ended = program.ended();

                assertEquals(75, ended.exitCode(), ended::toString);
                assertTrue(ended.errors().get(0).contains("401"), ended::toString);
            }
        }
    }

    @Test
    void a_token_is_issued_while_no_server_runs_and_is_good_when_one_does() {
        var token = issued(folder, Map.of(), "--user", "ann", "--ttl", "1h");

        try (var server = ServerProcess.start(folder, "serve", "--port", "0")) {
            assertEquals(200, new ChatClient(server.address(), token).status("/chat/history"));
        }
    }

    @Test
    void a_time_that_is_too_long_is_told() {
        try (var program = ServerProcess.start(folder, "token", "issue", "--user", "ann", "--ttl", "400d")) {
            var ended = program.ended();

            assertEquals(64, ended.exitCode(), ended::toString);
            assertTrue(ended.errors().get(0).contains("366 days"), ended::toString);
        }
    }

    private static String issued(Path folder, Map<String, String> environment, String... arguments) {
        var command = new String[arguments.length + 2];
        command[0] = "token";
        command[1] = "issue";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        try (var program = ServerProcess.start(folder, environment, command)) {
            var ended = program.ended();
            assertEquals(0, ended.exitCode(), ended::toString);
            assertEquals(1, ended.output().size(), ended::toString);
            return ended.output().get(0);
        }
    }
}
