package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.javalin.ChatSessionsPlugin;
import dev.chatsessions.adapter.javalin.HttpSettings;
import dev.chatsessions.adapter.javalin.JettyProblems;
import dev.chatsessions.client.ChatSessionsClient;
import dev.chatsessions.client.EventStream;
import dev.chatsessions.client.FaultProxy;
import dev.chatsessions.client.StreamEvent;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.core.worker.WorkerSettings;
import dev.chatsessions.identity.TokenRequest;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A server that can be restarted, with a line to it that can be cut, and Ann, who has a worker. */
final class Office implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    private final InMemoryStorage storage = InMemoryStorage.create();

    private final Duration lease;

    private SessionCore core;

    private Javalin javalin;

    private final FaultProxy line;

    private final String ann;

    Office() {
        this(Duration.ofSeconds(15));
    }

    Office(Duration lease) {
        this.lease = lease;
        open();
        line = new FaultProxy(javalin.port());
        ann = core.administration()
                .issue(
                        Caller.admin("test"),
                        new TokenRequest(Caller.user("ann"), Duration.ofHours(1)),
                        RequestKey.none())
                .secret();
    }

    private void open() {
        core = SessionCore.builder()
                .storage(storage)
                .settings(Settings.defaults()
                        .withLease(lease)
                        .withHousekeepingInterval(Duration.ofMillis(200))
                        .withWorkers(askedEverySecond()))
                .housekeeping(Housekeeping.automatic())
                .build();
        javalin = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    JettyProblems.install(config);
                    config.registerPlugin(ChatSessionsPlugin.serving(core)
                            .settings(HttpSettings.builder()
                                    .retry(Duration.ofMillis(50))
                                    .build())
                            .wholeServer()
                            .build());
                })
                .start("127.0.0.1", 0);
    }

    private static WorkerSettings askedEverySecond() {
        var usual = WorkerSettings.defaults();
        return new WorkerSettings(
                usual.staleAfter(),
                usual.codeLife(),
                Duration.ofSeconds(1),
                usual.tokenLife(),
                usual.grace(),
                usual.workersPerUser(),
                usual.registrationsPerAddress(),
                usual.wrongCodesPerUser(),
                usual.wrongCodesPerAddress());
    }

    /** The line that workers use; Ann has her own. */
    FaultProxy line() {
        return line;
    }

    URI forWorkers() {
        return URI.create("http://127.0.0.1:" + line.port());
    }

    void shutServer() {
        line.close(true);
        javalin.stop();
        core.close();
    }

    void openServer() {
        open();
        line.leadTo(javalin.port());
        line.close(false);
    }

    JsonNode get(String path) {
        return answer(200, request(path).GET());
    }

    JsonNode post(int status, String path, Map<String, ?> body) {
        return answer(
                status,
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.valueToTree(body).toString())));
    }

    void delete(String path) {
        answer(204, request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server().resolve(path)).header("Authorization", "Bearer " + ann);
    }

    private URI server() {
        return URI.create("http://127.0.0.1:" + javalin.port());
    }

    private JsonNode answer(int status, HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            assertEquals(status, response.statusCode(), response::body);
            return ServerApi.read(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    void approve(String code) {
        post(200, "/workers/approve", Map.of("user_code", code));
    }

    /** A new session on Ann's worker. */
    String session(String worker) {
        return post(201, "/workers/" + worker + "/sessions", Map.of("model", "small"))
                .path("session_id")
                .asText();
    }

    /** The reply's id. */
    String ask(String session, String text) {
        return post(202, "/worker-sessions/" + session + "/messages", Map.of("content", text))
                .path("reply_id")
                .asText();
    }

    List<JsonNode> messages(String session) {
        var messages = get("/worker-sessions/" + session + "/messages").path("messages");
        return StreamSupport.stream(messages.spliterator(), false).toList();
    }

    List<String> said(String session) {
        return messages(session).stream()
                .map(message -> message.path("content").asText())
                .toList();
    }

    /** What Ann sees of a session as it happens. */
    Screen screen(String session) {
        return new Screen(session);
    }

    final class Screen implements AutoCloseable {

        private final LinkedBlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

        private final ChatSessionsClient client =
                ChatSessionsClient.builder(server()).token(ann).build();

        private final EventStream stream;

        private Screen(String session) {
            stream = client.follow("/sessions/" + session + "/events", this::seen);
            next(event -> event.path("type").asText().equals("hello"));
        }

        private void seen(StreamEvent event) {
            events.add(ServerApi.read(event.data()));
        }

        JsonNode next(Predicate<JsonNode> wanted) {
            var until = System.nanoTime() + LIMIT.toNanos();
            try {
                while (true) {
                    var event = events.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (event == null) {
                        throw new AssertionError("no such event");
                    }
                    if (wanted.test(event)) {
                        return event;
                    }
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }

        JsonNode next(String type, String reply) {
            return next(event -> event.path("type").asText().equals(type)
                    && event.path("reply_id").asText().equals(reply));
        }

        /** Waits for the end of this reply, and tells it together with the pieces that were seen before. */
        Seen end(String reply) {
            var pieces = new StringBuilder();
            while (true) {
                var event = next(each -> each.path("reply_id").asText().equals(reply));
                switch (event.path("type").asText()) {
                    case "reply_delta" -> pieces.append(event.path("text").asText());
                    case "reply_finished" -> {
                        return new Seen(pieces.toString(), event);
                    }
                    default -> {
                        // Not about the text.
                    }
                }
            }
        }

        @Override
        public void close() {
            stream.close();
            client.close();
        }
    }

    /**
     * An answer as it was seen.
     *
     * @param pieces joined
     */
    record Seen(String pieces, JsonNode finished) {
        String text() {
            return finished.path("message").path("content").asText();
        }

        String reason() {
            return finished.path("finish_reason").asText();
        }
    }

    @Override
    public void close() {
        javalin.stop();
        core.close();
        line.close();
    }
}
