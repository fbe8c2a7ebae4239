package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators have a port of their own, which only this machine reaches. */
@Timeout(300)
@Tag("not-the-jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminPortProcessTest {

    /** This machine too, and not where anybody listens who did not choose to. */
    private static final String ANOTHER_ADDRESS = "127.0.0.2";

    private Path folder;

    private ServerProcess server;

    private URI users;

    private URI operators;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = ServerProcess.start(folder, "serve", "--port=0", "--host=0.0.0.0", "--admin-token=" + Cluster.ADMIN);
        users = URI.create("http://127.0.0.1:" + server.address().getPort());
        operators = server.adminAddress();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void only_this_machine_reaches_it() throws IOException {
        assertEquals("127.0.0.1", operators.getHost());
        new Socket(ANOTHER_ADDRESS, users.getPort()).close();
        assertThrows(ConnectException.class, () -> new Socket(ANOTHER_ADDRESS, operators.getPort()).close());
    }

    @Test
    void what_operators_do_is_there_and_nowhere_else() {
        var there = new ChatClient(operators, Cluster.ADMIN);
        var here = new ChatClient(users, Cluster.ADMIN);

        assertEquals(0, there.get("/admin/sessions").path("count").asInt());
        for (var path : new String[] {"/ready", "/metrics", "/", "/docs"}) {
            assertEquals(200, there.status(path), path);
        }
        assertEquals(404, there.status("/chat/history"));
        assertEquals(404, here.status("/admin/sessions"));
        assertEquals(404, here.status("/metrics"));
        assertEquals(0, here.get("/sessions").path("count").asInt(), "what a document has its admins ask");
    }

    @Test
    void commands_beside_the_database_find_it() throws IOException {
        assertEquals(
                operators.toString(),
                Files.readString(folder.resolve("chat-sessions-data/chat-sessions.url"))
                        .strip());
    }

    @ParameterizedTest
    @CsvSource({"TRACE, /me", "FOO, /me", "TRACE, /metrics", "FOO, /metrics", "TRACE, /", "POST, /metrics"})
    void a_method_that_nobody_serves_is_refused(String method, String path) {
        refused(operators, method, path);
        if (!path.equals("/metrics")) {
            refused(users, method, path);
        }
    }

    private static void refused(URI server, String method, String path) {
        var answer = RawAnswer.to(
                server, method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        assertEquals(405, answer.status(), answer::text);
        assertEquals("method-not-allowed", answer.json().path("code").asText());
        assertTrue(answer.hasHeader("Allow: GET"), answer::text);
    }

    @Test
    void a_port_that_is_taken_is_told_with_what_chose_it() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());

            var run = CommandRun.of(
                    "serve",
                    "--db=jdbc:h2:mem:taken",
                    "--allow-unsafe-db",
                    "--admin-token=" + Cluster.ADMIN,
                    "--port=0",
                    "--admin-port=" + port);

            assertEquals(ExitCode.ADDRESS, run.exitCode(), run::errors);
            assertTrue(run.errors().contains("port " + port + " of 127.0.0.1 (admin-port)"), run::errors);
            assertEquals("", run.output());
        }
    }

    @Test
    void a_port_that_cannot_be_meant_is_told() {
        var word = CommandRun.of("serve", "--admin-port=off");
        var last = CommandRun.of("serve", "--port=65535");
        var remote = CommandRun.of("serve", "--profile=dev", "--admin-host=0.0.0.0");

        assertEquals(ExitCode.USAGE, word.exitCode(), word::errors);
        assertTrue(word.errors().contains("--admin-port: 'off' is not a port"), word::errors);
        assertEquals(ExitCode.CONFIGURATION, last.exitCode(), last::errors);
        assertTrue(last.errors().contains("admin-port: there is no port after 65535"), last::errors);
        assertEquals(ExitCode.CONFIGURATION, remote.exitCode(), remote::errors);
        assertTrue(remote.errors().contains("this machine only, not on 0.0.0.0"), remote::errors);
    }
}
