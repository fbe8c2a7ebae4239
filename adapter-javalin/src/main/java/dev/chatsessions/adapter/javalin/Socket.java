package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket, and what its client sends: each frame is read when the one before was answered, within limits of frames in
 * a second, bytes in a message, and messages in a row that mean nothing. Jetty tells it one thing at a time.
 */
final class Socket {

    private static final Logger FAILURES = LoggerFactory.getLogger("dev.chatsessions.http");

    private static final int MOST_BYTES = 64 * 1024;

    private static final int MOST_IN_A_SECOND = 50;

    private static final int MOST_BAD_IN_A_ROW = 5;

    private static final int LONGEST_ID = 200;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Function<Session, SocketCarrier> carriers;

    private final Function<Carrier, LiveConnection> streams;

    private final Inbound inbound;

    private final StringBuilder message = new StringBuilder();

    private int messageBytes;

    private Session session;

    private SocketCarrier carrier;

    private LiveConnection connection;

    private long second = System.nanoTime();

    private int inThisSecond;

    private int badInARow;

    Socket(Function<Session, SocketCarrier> carriers, Function<Carrier, LiveConnection> streams, Inbound inbound) {
        this.carriers = carriers;
        this.streams = streams;
        this.inbound = inbound;
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
            meaningless(Json.object(), new MeaninglessFrame("binary-frame", "Only text is read here."));
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
        try {
            answer(Json.read(text));
        } catch (JsonProcessingException unreadable) {
            meaningless(Json.object(), new MeaninglessFrame("malformed-json", "This is not JSON."));
        }
    }

    private void answer(JsonNode read) {
        try {
            if (!(read instanceof ObjectNode frame) || !frame.path("type").isTextual()) {
                throw new MeaninglessFrame("unknown-type", "A frame is an object with a type.");
            }
            inbound.heard();
            var type = frame.path("type").textValue();
            var answer =
                    type.equals("ping") ? Optional.of(Json.object().put("type", "pong")) : inbound.hear(type, frame);
            badInARow = 0;
            answer.ifPresent(about -> connection.send(bytes(about, frame)));
        } catch (MeaninglessFrame nonsense) {
            meaningless(read, nonsense);
        } catch (RuntimeException failed) {
            badInARow = 0;
            var problem = Problem.of(failed);
            if (problem.status() >= 500) {
                FAILURES.error("a frame was answered {}", problem.code(), failed);
            }
            connection.send(error(read, problem));
        }
    }

    private void meaningless(JsonNode asked, MeaninglessFrame nonsense) {
        badInARow++;
        var error = bytes(error(asked, nonsense.code(), nonsense.getMessage()), asked);
        if (badInARow < MOST_BAD_IN_A_ROW) {
            connection.send(error);
        } else {
            connection.end(Ending.GARBLED, error);
        }
    }

    private byte[] error(JsonNode asked, Problem problem) {
        var error = error(asked, problem.code(), problem.detail());
        problem.addMoreTo(error);
        return bytes(error, asked);
    }

    /** In the words of our streams, and in those that the clients of the document know. */
    private static ObjectNode error(JsonNode asked, String code, String content) {
        var error = Json.object().put("type", "error").put("code", code).put("content", content);
        error.putObject("payload")
                .put("message", content)
                .put("original_request", asked.path("type").asText());
        return error;
    }

    /** Unlike what the stream tells, an answer has no cursor; it has the ids by which its client knows what it asked. */
    private byte[] bytes(ObjectNode answer, JsonNode asked) {
        for (var name : List.of("id", "request_id", "requestId")) {
            var id = asked.path(name);
            if (id.isIntegralNumber() || (id.isTextual() && id.asText().length() <= LONGEST_ID)) {
                answer.set(name, id);
            }
        }
        return Json.bytes(inbound.signed(answer));
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
