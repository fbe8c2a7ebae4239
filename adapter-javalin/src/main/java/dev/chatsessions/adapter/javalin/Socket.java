package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One WebSocket, and what its client sends: each frame is read when the one before was answered, within limits of frames in
 * a second, bytes in a message, and messages in a row that mean nothing. Jetty tells it one thing at a time.
 */
final class Socket {

    private static final int MOST_BYTES = 64 * 1024;

    private static final int MOST_IN_A_SECOND = 50;

    private static final int MOST_BAD_IN_A_ROW = 5;

    private static final int LONGEST_ID = 200;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Function<Session, SocketCarrier> carriers;

    private final Function<Carrier, LiveConnection> streams;

    private final StringBuilder message = new StringBuilder();

    private int messageBytes;

    private Session session;

    private SocketCarrier carrier;

    private LiveConnection connection;

    private long second = System.nanoTime();

    private int inThisSecond;

    private int badInARow;

    Socket(Function<Session, SocketCarrier> carriers, Function<Carrier, LiveConnection> streams) {
        this.carriers = carriers;
        this.streams = streams;
    }

    /** For Jetty. */
    Session.Listener listener() {
        return new Listener();
    }

    /** Our own watchdogs know better than Jetty's when a silent client is gone. */
    private void open(Session opened) {
        opened.setIdleTimeout(Duration.ZERO);
        opened.setAutoFragment(false);
        opened.setMaxFrameSize(MOST_BYTES);
        session = opened;
        carrier = carriers.apply(opened);
        connection = streams.apply(carrier);
        opened.demand();
    }

    private void hearText(String part, boolean last) {
        if (!isHeard()) {
            return;
        }
        messageBytes += part.getBytes(StandardCharsets.UTF_8).length;
        if (messageBytes > MOST_BYTES) {
            connection.fail(Ending.TOO_LARGE);
        } else {
            message.append(part);
            if (last) {
                answer(wholeMessage());
            }
        }
        listen();
    }

    private void hearBinary(boolean last) {
        if (!isHeard()) {
            return;
        }
        if (last) {
            refuse("binary-frame", "Only text is read here.", Json.object());
        }
        listen();
    }

    /** A client that pings and does not read the pongs is not read on either. */
    private void hearPing(ByteBuffer payload) {
        if (isHeard()) {
            session.sendPong(payload, Callback.from(this::listen, gone -> {}));
        }
    }

    private void hearPong() {
        if (isHeard()) {
            carrier.pong();
            listen();
        }
    }

    /** Jetty may tell of a failure before it told that the socket is open. */
    private void leave() {
        if (connection != null) {
            connection.gone();
        }
    }

    /** Whether a frame counts: not once the stream is over, when only the client's goodbye is waited for. */
    private boolean isHeard() {
        if (!connection.isOver() && isTooMany()) {
            connection.end(Ending.HASTY);
        }
        if (connection.isOver()) {
            session.demand();
            return false;
        }
        return true;
    }

    private boolean isTooMany() {
        var now = System.nanoTime();
        if (now - second > SECOND) {
            second = now;
            inThisSecond = 0;
        }
        inThisSecond++;
        return inThisSecond > MOST_IN_A_SECOND;
    }

    private void listen() {
        if (connection.isOver()) {
            session.demand();
        } else {
            carrier.listen();
        }
    }

    private String wholeMessage() {
        var whole = message.toString();
        message.setLength(0);
        message.trimToSize();
        messageBytes = 0;
        return whole;
    }

    private void answer(String text) {
        JsonNode read;
        try {
            read = Json.read(text);
        } catch (JsonProcessingException unreadable) {
            refuse("malformed-json", "This is not JSON.", Json.object());
            return;
        }
        if (read.isObject() && read.path("type").asText().equals("ping")) {
            badInARow = 0;
            connection.send(Json.bytes(answerTo(read, "pong")));
        } else {
            refuse("unknown-type", "The type is not one that is known here.", read);
        }
    }

    private void refuse(String code, String content, JsonNode refused) {
        badInARow++;
        var error = Json.bytes(answerTo(refused, "error").put("code", code).put("content", content));
        if (badInARow < MOST_BAD_IN_A_ROW) {
            connection.send(error);
        } else {
            connection.end(Ending.GARBLED, error);
        }
    }

    /** Unlike what the stream tells, an answer has no cursor; it has the ids by which its client knows what it asked. */
    private static ObjectNode answerTo(JsonNode asked, String type) {
        var answer = Json.object().put("type", type);
        for (var name : List.of("id", "request_id")) {
            var id = asked.path(name);
            if (id.isIntegralNumber() || (id.isTextual() && id.asText().length() <= LONGEST_ID)) {
                answer.set(name, id);
            }
        }
        return answer;
    }

    /** Jetty calls public classes only. */
    public final class Listener implements Session.Listener {

        @Override
        public void onWebSocketOpen(Session opened) {
            open(opened);
        }

        @Override
        public void onWebSocketPartialText(String part, boolean last) {
            hearText(part, last);
        }

        @Override
        public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
            callback.succeed();
            hearBinary(last);
        }

        @Override
        public void onWebSocketPing(ByteBuffer payload) {
            hearPing(payload);
        }

        @Override
        public void onWebSocketPong(ByteBuffer payload) {
            hearPong();
        }

        @Override
        public void onWebSocketError(Throwable failure) {
            leave();
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            leave();
            callback.succeed();
        }
    }
}
