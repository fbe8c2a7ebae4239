package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class ServeProcessTest {

    private static final String SOME_ID = "0192f0c1-2a3b-7c4d-8e5f-60718293a4b5";

    private static final String DEMO_TOKEN = "token of the user demo, good for a day: ";

    @TempDir
    private Path folder;

    @Test
    void a_chat_on_the_default_database_is_there_after_a_restart() {
        String answer;
        try (var server = ServerProcess.start(folder, "serve", "--port", "0", "--profile", "dev")) {
            var demo = demo(server);
            answer = demo.chat("remember the milk").path("response").asText();
        }

        try (var server = ServerProcess.start(folder, "serve", "--port", "0", "--profile", "dev")) {
            var messages = demo(server).history().path("messages");

            assertEquals(2, messages.size());
            assertEquals("remember the milk", messages.path(0).path("content").asText());
            assertEquals(answer, messages.path(1).path("content").asText());
        }
        assertTrue(Files.exists(folder.resolve("chat-sessions-data/chat-sessions.mv.db")));
    }

    @Test
    void the_curl_line_of_the_dev_profile_works_when_pasted() throws Exception {
        try (var server = ServerProcess.start(folder, "serve", "--port", "0", "--profile", "dev")) {
            var line = server.line(text -> text.startsWith("try: ")).substring("try: ".length());
            server.address();

            try (var pasted = ServerProcess.launch(folder, Map.of(), List.of("bash", "-c", line))) {
                var ended = pasted.ended();

                assertEquals(0, ended.exitCode(), ended::toString);
                assertTrue(
                        ended.output().stream().anyMatch(data -> data.contains("\"type\":\"done\"")), ended::toString);
            }
        }
    }

    @Test
    void an_unused_shared_session_is_over_after_as_long_as_the_server_was_told() {
        var environment = Map.of("CHAT_SESSIONS_SHARED_EXPIRY", "1s");
        try (var server = ServerProcess.start(folder, environment, "serve", "--port", "0", "--profile", "dev")) {
            var demo = demo(server);
            try (var client = SharedClient.open(demo.server(), demo.token(), "").orElseThrow()) {
                client.next("session");

                assertEquals(
                        "expired", client.next("session_changed").path("status").asText());
                assertEquals("session_ended", client.next("end").path("reason").asText());
                assertEquals(4410, client.closeCode());
            }
        }
    }

    @Test
    void sigterm_ends_it_cleanly_while_an_answer_streams() {
        try (var server = ServerProcess.start(
                folder, "serve", "--port", "0", "--profile", "dev", "--assistant-words-per-second", "2")) {
            var demo = demo(server);
            try (var stream = demo.stream("tell me much")) {
                stream.next();

                var ended = server.terminate();

                assertEquals(143, ended.exitCode());
                assertFalse(stream.rest().stream().anyMatch(event -> event.is("done")), "the answer was cut short");
                assertEquals(List.of(), problems(ended.errors()));
            }
        }
        assertFalse(Files.exists(folder.resolve("chat-sessions-data/chat-sessions.url")));
    }

    @Test
    void the_log_has_a_line_per_request_and_no_word_or_token_of_a_user() throws Exception {
        try (var server = ServerProcess.start(folder, "serve", "--port", "0", "--profile", "dev")) {
            var demo = demo(server);
            demo.chat("canary-4711");
            demo.status("/chat/history?limit=1&canary-4711");
            new ChatClient(demo.server(), "canary-4711").status("/me");
            var named = HttpRequest.newBuilder(demo.server().resolve("/sessions/" + SOME_ID + "?canary-4711"))
                    .header("Authorization", "Bearer " + demo.token())
                    .header("X-Request-Id", "request-1")
                    .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .header("User-Agent", "canary-4711")
                    .build();
            HttpClient.newHttpClient().send(named, BodyHandlers.discarding());

            var log = server.terminate().errors();

            assertTrue(
                    log.get(log.size() - 1)
                            .contains(" request_id=request-1 session_id=" + SOME_ID
                                    + " trace_id=4bf92f3577b34da6a3ce929d0e0e4736 msg=\"answered\""),
                    log::toString);
            assertTrue(
                    log.get(0).matches(".* reply_id=\\S+ request_id=\\S+ session_id=\\S+ thread_id=\\S+ .*"),
                    log::toString);
            assertTrue(log.stream().allMatch(line -> line.matches("time=\\S+Z level=INFO .*")), log::toString);
            assertEquals(
                    List.of("/chat 200", "/chat/history 200", "/me 401", "/sessions/{id} 404"),
                    log.stream()
                            .map(line -> line.replaceFirst(".*route=(\\S+) status=(\\S+) .*", "$1 $2"))
                            .toList());
            assertFalse(String.join("\n", log).contains("canary-4711"), log::toString);
            assertFalse(String.join("\n", log).contains(demo.token()), log::toString);
        }
    }

    @Test
    void prod_shows_an_admin_token_of_its_own_once() throws Exception {
        var shown = "admin token, shown this once: ";
        String token;
        try (var server = ServerProcess.start(folder, "serve", "--port", "0")) {
            token = server.line(line -> line.startsWith(shown)).substring(shown.length());
            var address = server.address();

            assertEquals(200, new ChatClient(address, token).status("/me"));
        }

        try (var server = ServerProcess.start(folder, "serve", "--port", "0")) {
            var address = server.address();

            assertEquals(200, new ChatClient(address, token).status("/me"));
            assertFalse(server.terminate().output().stream().anyMatch(line -> line.contains("cs_a_")));
        }
        var kept = folder.resolve("chat-sessions-data/chat-sessions.admin-token");
        assertEquals(token, Files.readString(kept).strip());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.getParent())));
    }

    @Test
    void a_configured_admin_token_is_neither_shown_nor_kept() {
        var environment = Map.of("CHAT_SESSIONS_ADMIN_TOKEN", "an-admin-token-of-my-own");
        try (var server = ServerProcess.start(folder, environment, "serve", "--port", "0")) {
            var address = server.address();

            assertEquals(200, new ChatClient(address, "an-admin-token-of-my-own").status("/me"));
            assertEquals(401, new ChatClient(address, "another").status("/me"));
            assertEquals(
                    List.of("admin on " + server.adminAddress(), "listening on " + address),
                    server.terminate().output());
        }
        assertFalse(Files.exists(folder.resolve("chat-sessions-data/chat-sessions.admin-token")));
    }

    @Test
    void it_ends_with_the_process_that_started_it_where_it_is_told_to() throws Exception {
        var java = String.join(" ", ServerProcess.java("-Dchat-sessions.end-with-parent=true"));
        var script = java + " serve --port 0 --profile dev; true";
        try (var shell = ServerProcess.launch(folder, Map.of(), List.of("bash", "-c", script))) {
            shell.address();
            var server = shell.handle().children().findFirst().orElseThrow();

            shell.handle().destroyForcibly();

            server.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private static ChatClient demo(ServerProcess server) {
        var token = server.line(line -> line.startsWith(DEMO_TOKEN)).substring(DEMO_TOKEN.length());
        return new ChatClient(server.address(), token);
    }

    private static List<String> problems(List<String> log) {
        return log.stream().filter(line -> !line.contains("level=INFO")).toList();
    }
}
