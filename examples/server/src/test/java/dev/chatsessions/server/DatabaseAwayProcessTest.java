package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatsessions.client.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way to the database is lost: the server says so, goes on, and knows afterwards what became of everything. */
@Timeout(600)
final class DatabaseAwayProcessTest {

    private static final Set<String> AWAY = Set.of("storage-unavailable", "outcome-unknown");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final DurablePostgres postgres = DurablePostgres.start();

    private final FaultProxy way = new FaultProxy(
            URI.create(postgres.url().substring("jdbc:".length())).getPort());

    private final HttpClient http = HttpClient.newHttpClient();

    private ServerProcess server;

    private URI address;

    private String token;

    @BeforeEach
    void start() {
        var url = postgres.url().replaceFirst("//[^/]*/", "//127.0.0.1:" + way.port() + "/");
        server = ServerProcess.start(
                folder, "serve", "--port=0", "--db=" + url, "--db-pool-size=4", "--admin-token=" + Cluster.ADMIN);
        address = server.address();
        token = new RunningServer(address, Cluster.ADMIN)
                .issueToken("ann", IssueTokenCommand.Role.USER, Duration.ofHours(1));
    }

    @AfterEach
    void stop() {
        server.close();
        way.close();
        postgres.close();
    }

    @Test
    void a_database_that_says_nothing_is_told_as_such_until_it_is_back() {
        assertEquals(200, ask("before", "key-0").statusCode());

        way.hold();
        requireAway(ask("in the dark", "key-1"));
        assertEquals(503, get("/ready").statusCode());
        assertEquals(200, get("/health").statusCode());
        way.release();

        requireHealed();
    }

    @Test
    void a_database_that_hangs_up_is_told_as_such_until_it_is_back() {
        assertEquals(200, ask("before", "key-0").statusCode());

        way.close(true);
        requireAway(ask("in the dark", "key-1"));
        assertEquals(503, get("/ready").statusCode());
        assertEquals(200, get("/health").statusCode());
        way.close(false);

        requireHealed();
    }

    private static void requireAway(HttpResponse<String> answer) {
        assertEquals(503, answer.statusCode(), answer::body);
        assertTrue(AWAY.contains(json(answer).path("code").asText()), answer::body);
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    }

    /** Whoever repeats under the same key learns what became of it, and nothing is there twice. */
    private void requireHealed() {
        var again = ask("in the dark", "key-1");
        for (var tries = 0; again.statusCode() != 200 && tries < 20; tries++) {
            requireAway(again);
            again = ask("in the dark", "key-1");
        }
        assertEquals(200, again.statusCode(), again::body);
        assertEquals(200, get("/ready").statusCode());
        var asked = StreamSupport.stream(
                        json(get("/chat/history")).path("messages").spliterator(), false)
                .filter(message -> message.path("content").asText().equals("in the dark"))
                .count();
        assertEquals(1, asked);
    }

    private HttpResponse<String> ask(String message, String key) {
        return send(request("/chat")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString("{\"message\":\"" + message + "\"}"))
                .build());
    }

    private HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(100))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(request.uri() + " failed", e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }
}
