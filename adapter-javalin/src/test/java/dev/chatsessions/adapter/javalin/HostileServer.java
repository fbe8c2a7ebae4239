package dev.chatsessions.adapter.javalin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.chatsessions.Caller;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The server that hostile inputs are sent to in the names of Ana, her worker and an admin, with something of hers wherever
 * a path has an id; and Zoe beside, whose readers must not notice. Not thread-safe.
 */
final class HostileServer implements AutoCloseable {

    private static final Caller ANA = Caller.user("ana");

    static final String DEVICE = "necklace";

    private static final int FRESH_FOR = 200;

    private static final Duration MONTH = Duration.ofDays(30);

    private final Workshop shop = new Workshop(settings -> settings.answerWait(Duration.ofSeconds(5))
            .heartbeat(Duration.ofMillis(50))
            .pong(Duration.ofMinutes(1))
            .streams(1_000_000)
            .streamsPerCaller(1_000_000));

    final TestServer server = shop.server;

    final HealthyReaders healthy = new HealthyReaders(server);

    /** A secret that signs, and one that is shown in a path. */
    final String standardSecret = webhookSecret("standard");

    private final String pathSecret = webhookSecret("path");

    private String ana = shop.ana;

    private String worker = shop.worker;

    private String workerId = shop.workerId;

    private SessionId session;

    private ThreadId thread;

    private final Map<String, String> ids = new HashMap<>();

    private int taken;

    HostileServer() {
        link();
        refresh();
    }

    /** Has a device of Ana's that was heard. */
    private void link() {
        server.post(ana, "/link/omi/start", "{\"omi_user_id\":\"" + DEVICE + "\"}");
        var code = server.told.next(DEVICE);
        Wire.ok(
                200,
                server.post(
                        ana, "/link/omi/confirm", "{\"omi_user_id\":\"" + DEVICE + "\",\"code\":\"" + code + "\"}"));
        var heard =
                "{\"uid\":\"" + DEVICE + "\",\"segments\":[{\"text\":\"hi\",\"is_user\":true,\"start\":0,\"end\":1}]}";
        Wire.ok(200, server.post("", "/omi-webhook/" + pathSecret, heard));
    }

    private String webhookSecret(String kind) {
        var body = "{\"provider\":\"omi\",\"kind\":\"" + kind + "\"}";
        return Wire.ok(201, server.post(TestServer.ADMIN_TOKEN, "/webhook-secrets", body))
                .path("secret")
                .asText();
    }

    /** Has what inputs are about be new again, as some of them end it. */
    void beginInput() {
        if (taken++ % FRESH_FOR == 0) {
            refresh();
        }
    }

    /** How many inputs were taken. */
    int taken() {
        return taken;
    }

    private void refresh() {
        shop.clock.forward(Duration.ofMinutes(1));
        ana = server.issue("ana", MONTH).secret();
        if (server.get(worker, "/worker").statusCode() != 200) {
            shop.clock.forward(Duration.ofHours(1));
            workerId = "worker-" + taken;
            worker = shop.hired(ana, workerId, 1_000);
        }
        session = server.chat
                .sessions()
                .start(ANA, SessionStart.of(SessionKind.SHARED), RequestKey.none())
                .id();
        thread = server.chat.threads().open(ANA, session, ThreadStart.unnamed()).id();
        server.chat.threads().append(ANA, thread, List.of(NewMessage.user("hello")), RequestKey.none());
        var workerSession = Wire.ok(
                        201, server.post(ana, "/workers/" + workerId + "/sessions", "{\"model\":\"large\"}"))
                .path("session_id")
                .asText();
        server.post(ana, "/worker-sessions/" + workerSession + "/messages", "{\"content\":\"Well?\"}");
        var claimed = server.post(worker, "/worker/claim", "{\"limit\":100}");
        var reply = Wire.json(claimed.body().isEmpty() ? "{}" : claimed.body())
                .at("/replies/0/reply_id")
                .asText(UUID.randomUUID().toString());
        ids.put("/sessions", session.toString());
        ids.put("/threads", thread.toString());
        ids.put("/workers", workerId);
        ids.put("/worker-sessions", workerSession);
        ids.put("/worker/sessions", workerSession);
        ids.put("/replies", reply);
        ids.put("/worker/replies", reply);
        ids.put("/api/chat-sessions", started("/api/chat-sessions", "{}"));
        ids.put("/api/requests", started("/api/requests", "{}"));
        ids.put("/admin/users", "nobody");
        server.chat
                .webhooks()
                .current(ANA)
                .ifPresent(current ->
                        ids.put("/conversations", current.thread().id().toString()));
    }

    private String started(String path, String body) {
        return Wire.json(server.post(ana, path, body)).path("id").asText();
    }

    /** A path of the document with something that is there in each of its places. */
    String real(String path) {
        var brace = path.indexOf("/{id}");
        var id = brace < 0 ? "" : ids.getOrDefault(path.substring(0, brace), new UUID(7L << 12, 1L << 63).toString());
        return path.replace("{id}", id)
                .replace("{provider}", "omi")
                .replace("{secret}", pathSecret)
                .replace("{request}", new UUID(7L << 12, 1L << 63).toString())
                .replace("{session}", session.toString());
    }

    /** What there is of Ana's: a refused input leaves it as it is. */
    Object picture() {
        var chat = server.chat;
        return List.of(
                chat.live().head(ANA, new Feed.OfUser(new UserId("ana"))),
                chat.live().head(ANA, new Feed.OfSession(session)),
                chat.threads().find(ANA, thread),
                chat.sessions().list(ANA, SessionFilter.all(), PageRequest.first(20)));
    }

    /** The head of a request whose caller is who may call there, up to its last header. */
    String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + authorization(method, path);
    }

    private String authorization(String method, String path) {
        var access = Documented.all().routes.stream()
                .filter(route ->
                        route.method().name().equals(method) && path(path).matches(route.pathPattern()))
                .map(Route::access)
                .findFirst()
                .orElse(Access.CALLERS);
        return "Authorization: Bearer " + token(access, path) + "\r\n";
    }

    private static String path(String target) {
        return target.split("[?#]", 2)[0];
    }

    private String token(Access access, String path) {
        if (path.startsWith("/auth/")) {
            return server.token("somebody");
        }
        if (access == Access.WORKERS || path.startsWith("/worker/")) {
            return worker;
        }
        return access == Access.ADMINS ? TestServer.ADMIN_TOKEN : ana;
    }

    String ana() {
        return ana;
    }

    Instant now() {
        return shop.clock.instant();
    }

    /**
     * Sends a head and what follows it, and gives the answer, or the stream that answers it up to its end where
     * {@code whole}, else its head. An answer that is not documented fails, and so does one that blames the server.
     */
    Answer ask(String head, byte[] rest, boolean whole) {
        try (var stream = EventStream.open(server.port(), head, rest)) {
            var isStream = stream.headers.getOrDefault("content-type", "").startsWith("text/event-stream");
            if (stream.status >= 500) {
                throw new AssertionError("answered " + stream.status + " " + stream.body());
            }
            if (!isStream) {
                var answer = new Answer(stream.status, stream.headers, stream.body());
                requireTold(answer);
                return answer;
            }
            if (whole) {
                stream.rest();
            } else {
                stream.event();
            }
            return new Answer(stream.status, stream.headers, "");
        }
    }

    /** A refusal says why, in the words of the document. */
    private static void requireTold(Answer answer) {
        if (answer.status() >= 400) {
            var type = answer.headers().getOrDefault("content-type", "");
            if (!type.equals(Problem.MEDIA_TYPE)
                    || Wire.json(answer.body()).path("code").asText().isEmpty()) {
                throw new AssertionError("refused without a code: " + answer);
            }
        }
    }

    /** Fails where what was refused changed something: not once, which something else may have done, but each time. */
    void requireNoTrace(Runnable input, Object before) {
        if (picture().equals(before)) {
            return;
        }
        for (var i = 0; i < 3; i++) {
            var now = picture();
            input.run();
            if (picture().equals(now)) {
                return;
            }
        }
        throw new AssertionError("refused, and left a trace each time");
    }

    static String text(byte[] input) {
        return new String(input, ISO_8859_1);
    }

    @Override
    public void close() {
        healthy.close();
        shop.close();
    }
}
