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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way to the database is lost: the server says so, goes on, and knows afterwards what became of everything. */
@Timeout(600)
final class DatabaseAwayProcessTest {

    private static final Set<String> AWAY = Set.of("storage-unavailable", "outcome-unknown");

    private static final int CALLERS = 8;

    /** Nobody is kept waiting longer, whatever the database does. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final DurablePostgres POSTGRES = DurablePostgres.start();

    @TempDir
    private Path folder;

    private final String database = POSTGRES.url(POSTGRES.database());

    private final FaultProxy way =
            new FaultProxy(URI.create(database.substring("jdbc:".length())).getPort());

    private final HttpClient http = HttpClient.newHttpClient();

    private ServerProcess server;

    private URI address;

    private String token;

    @BeforeEach
    void start() {
        var url = database.replaceFirst("//[^/]*/", "//127.0.0.1:" + way.port() + "/");
        server = ServerProcess.start(
                folder, "serve", "--port=0", "--db=" + url, "--db-pool-size=4", "--admin-token=" + Cluster.ADMIN);
        address = server.address();
        token = server.token(Cluster.ADMIN, "ann");
    }

    @AfterEach
    void stop() {
        server.close();
        way.close();
    }

    @AfterAll
    static void stopPostgres() {
        POSTGRES.close();
    }

    @Test
    void a_database_that_says_nothing_is_told_as_such_until_it_is_back() {
        lose(way::hold, way::release);
    }

    @Test
    void a_database_that_hangs_up_is_told_as_such_until_it_is_back() {
        lose(() -> way.close(true), () -> way.close(false));
    }

    @Test
    void a_database_that_is_stopped_is_told_as_such_until_it_is_back() {
        lose(() -> POSTGRES.stop("fast"), POSTGRES::startAgain);
    }

    /** More callers at once than the pool has connections: they are told soon, and find everything once it is back. */
    private void lose(Runnable away, Runnable back) {
        try (var insides = Insides.of(server)) {
            askAll("before").forEach(answer -> assertEquals(200, answer.statusCode(), answer::body));
            var threads = insides.threads();

            away.run();
            askAll("in the dark").forEach(DatabaseAwayProcessTest::requireAway);
            assertEquals(503, get("/ready").statusCode());
            assertEquals(200, get("/health").statusCode());
            back.run();

            awaitAllAnswered("in the dark");
            assertEquals(200, get("/ready").statusCode());
            assertEquals(
                    Stream.concat(questions("before").stream(), questions("in the dark").stream())
                            .sorted()
                            .toList(),
                    storedQuestions());
            insides.awaitNoMoreThreadsThan(threads);
        }
    }

    private static void requireAway(HttpResponse<String> answer) {
        assertEquals(503, answer.statusCode(), answer::body);
        assertTrue(AWAY.contains(json(answer).path("code").asText()), answer::body);
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    }

    /** Whoever repeats under the same key learns what became of it. */
    private void awaitAllAnswered(String what) {
        Patience.until(
                () -> {
                    var answers = askAll(what);
                    answers.stream()
                            .filter(answer -> answer.statusCode() != 200)
                            .forEach(DatabaseAwayProcessTest::requireAway);
                    return answers.stream().allMatch(answer -> answer.statusCode() == 200);
                },
                () -> "not every question is answered now that the database is back");
    }

    private List<String> storedQuestions() {
        return StreamSupport.stream(
                        json(get("/chat/history?limit=100")).path("messages").spliterator(), false)
                .filter(message -> message.path("role").asText().equals("user"))
                .map(message -> message.path("content").asText())
                .sorted()
                .toList();
    }

    private static List<String> questions(String what) {
        return IntStream.range(0, CALLERS)
                .mapToObj(caller -> what + ", says " + caller)
                .toList();
    }

    private List<HttpResponse<String>> askAll(String what) {
        var answers = questions(what).stream()
                .map(question -> http.sendAsync(asking(question), BodyHandlers.ofString()))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private HttpRequest asking(String question) {
        return request("/chat")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", question.replaceAll("[^a-z0-9]", "-"))
                .POST(BodyPublishers.ofString("{\"message\":\"" + question + "\"}"))
                .build();
    }

    private HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(LONGEST)
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
