package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The server that bad inputs are sent to, Ana who has a chat there, and the ways to send them in her name. */
final class Target implements AutoCloseable {

    static final Caller ANA = Caller.user("ana");

    static final String HI = "{\"message\":\"hi\"}";

    private final Backend backend;

    final ScriptedAssistant assistant = new ScriptedAssistant();

    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    final FailingStorage storage;

    final TestServer server;

    final String ana;

    final SessionId session;

    final ThreadId thread;

    Target() {
        this(Backend.MEMORY);
    }

    Target(Backend backend) {
        this(
                backend,
                backend.open(),
                settings -> settings.unlimitedRate()
                        .unsignedWebhooks(true)
                        .stall(Duration.ofMillis(800))
                        .heartbeat(Duration.ofMillis(500)));
    }

    Target(UnaryOperator<HttpSettings.Builder> settings) {
        this(Backend.MEMORY, Backend.MEMORY.open(), settings);
    }

    Target(Storage kept, UnaryOperator<HttpSettings.Builder> settings) {
        this(Backend.MEMORY, kept, settings);
    }

    private Target(Backend backend, Storage kept, UnaryOperator<HttpSettings.Builder> settings) {
        this.backend = backend;
        storage = new FailingStorage(kept);
        server = new TestServer(storage, assistant, settings, options -> options);
        ana = server.token("ana");
        session = startSession("chat");
        thread = server.chat
                .threads()
                .open(ANA, session, ThreadStart.of("user-ana"))
                .id();
    }

    /** One with which nobody has done anything yet, and that keeps things where this one does. */
    Target another(UnaryOperator<HttpSettings.Builder> settings) {
        return new Target(backend, backend.open(), settings);
    }

    /** Another server over what this one keeps. */
    Target beside(UnaryOperator<HttpSettings.Builder> settings) {
        return new Target(BorrowedStorage.of(storage), settings);
    }

    /** As {@link #another(UnaryOperator)}, in the time of this clock. */
    Target another(Clock clock, UnaryOperator<HttpSettings.Builder> settings) {
        return new Target(backend, backend.open(clock), settings);
    }

    /** The user's token, the same each time. */
    String token(String user) {
        return tokens.computeIfAbsent(user, server::token);
    }

    /** Links a device with the user, and gives its name back. */
    String linkedDevice(String user) {
        var device = "device-of-" + user;
        link(user, device);
        return device;
    }

    void link(String user, String device) {
        var token = token(user);
        server.post(token, "/link/omi/start", "{\"omi_user_id\":\"" + device + "\"}");
        var code = server.told.next(device);
        var confirmed = server.post(
                token, "/link/omi/confirm", "{\"omi_user_id\":\"" + device + "\",\"code\":\"" + code + "\"}");
        assertEquals(200, confirmed.statusCode(), confirmed::body);
    }

    /** Another CHAT session of Ana's. */
    SessionId startSession(String key) {
        return server.chat
                .sessions()
                .open(ANA, SessionStart.of(SessionKind.CHAT).withKey(key))
                .id();
    }

    /** The id of a thread that was Ana's. */
    String deletedThread() {
        var doomed =
                server.chat.threads().open(ANA, session, ThreadStart.unnamed()).id();
        server.chat.threads().delete(ANA, doomed);
        assertEquals(
                404,
                Answer.of(server.get(server.token("ben"), "/chat/history?thread_id=" + doomed))
                        .status(),
                "what was deleted is gone for its owner only");
        return doomed.toString();
    }

    /** Adds a message to Ana's thread. */
    void say(String text) {
        server.chat.threads().append(ANA, thread, List.of(NewMessage.assistant(text)), RequestKey.none());
    }

    /** Where Ana's session streams. */
    String path() {
        return path(session);
    }

    static String path(SessionId session) {
        return "/sessions/" + session + "/events";
    }

    String placeNow() {
        return server.chat.live().head(ANA, new Feed.OfSession(session)).toString();
    }

    EventStream listen() {
        return server.stream(ana, path());
    }

    EventStream resume(String place) {
        return server.stream(
                server.request(ana, path()).header("Last-Event-ID", place).GET());
    }

    /** Asks, and streams the answer. */
    EventStream ask(String question) {
        return askWith("{\"message\":" + Wire.quoted(question) + "}");
    }

    EventStream askWith(String body) {
        return server.stream(server.request(ana, "/chat/stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    Answer chat(String body) {
        return send(chatRequest("application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder chatRequest(String contentType) {
        return server.request(ana, "/chat").header("Content-Type", contentType);
    }

    Answer get(String path) {
        return Answer.of(server.get(ana, path));
    }

    Answer send(HttpRequest.Builder request) {
        return Answer.of(server.send(request));
    }

    /** Sends this line and these headers, and no body. */
    Answer raw(String line, String... headers) {
        var request = new StringBuilder(line + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ana + "\r\n");
        for (var header : headers) {
            request.append(header).append("\r\n");
        }
        return rawest(request.append("\r\n").toString());
    }

    /** Sends these bytes and nothing else. */
    Answer rawest(String request) {
        return Answer.toRaw(server.port(), request);
    }

    /** A request as a page in Ana's browser makes it. */
    HttpRequest.Builder withCookie(String path) {
        return HttpRequest.newBuilder(server.uri(path)).header("Cookie", "sid=" + ana);
    }

    static String messageOf(EventStream.Event event) {
        return event.json().path("message").path("content").asText();
    }

    static String words(List<EventStream.Event> events) {
        var words = new StringBuilder();
        for (var event : events) {
            if (event.type().equals("token")) {
                words.append(event.json().path("content").asText());
            }
        }
        return words.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
