package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import java.time.Duration;
import java.util.function.Supplier;

/** Zoe, who reads server-sent events and a WebSocket while others misbehave: she hears everything, and once. */
final class HealthyReaders implements AutoCloseable {

    private static final Caller ZOE = Caller.user("zoe");

    private static final String BEAT = "beat";

    private final TestServer server;

    private final SessionId session;

    private final EventStream events;

    private final SocketStream socket;

    private int beats;

    HealthyReaders(TestServer server) {
        this.server = server;
        session = server.chat
                .sessions()
                .start(ZOE, SessionStart.of(SessionKind.CHAT), RequestKey.none())
                .id();
        var token = server.issue("zoe", Duration.ofDays(30)).secret();
        var path = "/sessions/" + session + "/events";
        events = server.stream(token, path);
        events.event("hello");
        socket = SocketStream.open(server.port(), path, "Authorization: Bearer " + token);
        socket.message("hello");
    }

    /** Fails unless both hear what is announced now, and nothing before it but what they heard. */
    void requireHearing() {
        beats++;
        server.chat.sessions().announce(ZOE, session, BEAT, JsonValue.of(beats), RequestKey.none());
        assertEquals(beats, beat(() -> events.event("notice").json()), "server-sent events lost or repeated one");
        assertEquals(beats, beat(() -> socket.message("notice").json()), "the WebSocket lost or repeated one");
    }

    private static int beat(Supplier<JsonNode> next) {
        var notice = next.get();
        assertEquals(BEAT, notice.path("notice_type").asText(), notice::toString);
        return notice.path("body").asInt();
    }

    @Override
    public void close() {
        events.close();
        socket.close();
    }
}
