package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.core.BuiltInAssistant;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/** A server with a clock that tests move, Ana with a worker of hers, and the ways to have that work. */
final class Workshop implements AutoCloseable {

    private static final Duration A_MONTH = Duration.ofDays(30);

    static final Duration LEASE = Duration.ofSeconds(15);

    final MovableClock clock = new MovableClock();

    private final Backend backend;

    final TestServer server;

    final String ana;

    final String ben;

    final String worker;

    final String workerId;

    Workshop() {
        this(Backend.MEMORY);
    }

    Workshop(Backend backend) {
        this(backend, "anas-worker", settings -> settings);
    }

    Workshop(UnaryOperator<HttpSettings.Builder> settings) {
        this(Backend.MEMORY, "anas-worker", settings);
    }

    private Workshop(Backend backend, String workerId, UnaryOperator<HttpSettings.Builder> settings) {
        this.backend = backend;
        this.workerId = workerId;
        server = new TestServer(
                backend.open(clock),
                BuiltInAssistant.instant(),
                defaults -> settings.apply(defaults.unlimitedRate()),
                options -> options);
        ana = server.issue("ana", A_MONTH).secret();
        ben = server.issue("ben", A_MONTH).secret();
        worker = hired(ana, workerId, 1_000);
    }

    /** One of its own, with that worker, that keeps things where this one does. */
    Workshop another(String withWorker) {
        return new Workshop(backend, withWorker, settings -> settings);
    }

    /** Registers a program, has the user approve it, and gives its token. */
    String hired(String user, String id, int answersAtOnce) {
        var codes = registered(id, answersAtOnce);
        Wire.ok(200, server.post(user, "/workers/approve", field("user_code", codes.path("user_code"))));
        clock.forward(Duration.ofSeconds(5));
        return Wire.ok(200, redeem(codes)).path("token").asText();
    }

    JsonNode registered(String id, int answersAtOnce) {
        var body = "{\"worker_id\":\"" + id
                + "\",\"machine_id\":\"machine\",\"name\":\"The laptop\",\"answers_at_once\":" + answersAtOnce + "}";
        return Wire.ok(201, server.post("", "/workers/register", body));
    }

    HttpResponse<String> redeem(JsonNode codes) {
        return server.post("", "/workers/token", field("device_code", codes.path("device_code")));
    }

    private static String field(String name, JsonNode value) {
        return "{\"" + name + "\":\"" + value.asText() + "\"}";
    }

    /** A new session of Ana's on her worker. */
    String session() {
        return Wire.ok(201, server.post(ana, "/workers/" + workerId + "/sessions", "{\"model\":\"large\"}"))
                .path("session_id")
                .asText();
    }

    JsonNode sent(String session, String text) {
        return Wire.ok(
                202,
                server.post(
                        ana, "/worker-sessions/" + session + "/messages", "{\"content\":" + Wire.quoted(text) + "}"));
    }

    /** A question in a session of its own, held by the worker. */
    JsonNode held() {
        return heldIn(session());
    }

    JsonNode heldIn(String session) {
        sent(session, "What do you see?");
        return claimed(session).orElseThrow();
    }

    /** The session's reply, if it can be claimed. */
    Optional<JsonNode> claimed(String session) {
        var answer = post("/worker/claim", "{\"limit\":100}");
        if (answer.status() == 204) {
            return Optional.empty();
        }
        assertEquals(200, answer.status(), answer::body);
        return StreamSupport.stream(Wire.json(answer.body()).path("replies").spliterator(), false)
                .filter(ticket -> ticket.path("session_id").asText().equals(session))
                .findFirst();
    }

    /** What the worker posts. */
    Answer post(String path, String body) {
        return Answer.of(server.post(worker, path, body));
    }

    /** Writes to a reply with its fence and these fields. */
    Answer write(JsonNode ticket, String what, String fields) {
        var body = "{\"fence\":" + ticket.path("fence").asLong() + (fields.isEmpty() ? "" : "," + fields) + "}";
        return post("/worker/replies/" + ticket.path("reply_id").asText() + "/" + what, body);
    }

    Answer chunk(JsonNode ticket, int offset, String text) {
        return write(ticket, "chunks", "\"offset\":" + offset + ",\"text\":" + Wire.quoted(text));
    }

    Answer complete(JsonNode ticket, String content) {
        return write(ticket, "complete", "\"content\":" + Wire.quoted(content));
    }

    static int ok(Answer answer) {
        assertEquals(200, answer.status(), answer::body);
        return Wire.json(answer.body()).path("end").asInt();
    }

    JsonNode messages(String session) {
        return Wire.ok(200, server.get(ana, "/worker-sessions/" + session + "/messages"))
                .path("messages");
    }

    /** What the session's messages say. */
    List<String> said(String session) {
        return Wire.texts(messages(session), "content");
    }

    void leaseRunsOut() {
        clock.forward(LEASE.plusMillis(1));
    }

    @Override
    public void close() {
        server.close();
    }
}
