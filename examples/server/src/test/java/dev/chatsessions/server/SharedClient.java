package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of {@code /ws} on the JDK's WebSocket, which knows nothing of ours. */
final class SharedClient implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LinkedBlockingQueue<Heard> heard;

    private final WebSocket socket;

    private SharedClient(WebSocket socket, LinkedBlockingQueue<Heard> heard) {
        this.socket = socket;
        this.heard = heard;
    }

    /** A frame, or the code with which the connection is over: -1 where it was cut. */
    private record Heard(Optional<JsonNode> frame, int code) {}

    /** Opens one; empty when nobody answers the handshake. */
    static Optional<SharedClient> open(URI server, String token, String query) {
        var heard = new LinkedBlockingQueue<Heard>();
        var address = URI.create(server.toString().replaceFirst("http", "ws") + "/ws?token=" + token + query);
        try {
            var socket = HTTP.newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .buildAsync(address, new Ear(heard))
                    .join();
            return Optional.of(new SharedClient(socket, heard));
        } catch (CompletionException refused) {
            return Optional.empty();
        }
    }

    /** Says something, which nobody hears where the connection is cut. */
    void say(String frame) {
        socket.sendText(frame, true);
    }

    /** The next frame that comes in time; empty when none does, or none will. */
    Optional<JsonNode> poll(Duration time) {
        return take(time).flatMap(Heard::frame);
    }

    /** The next frame of this type, others before it passed over; empty when for so long nothing comes. */
    Optional<JsonNode> poll(Duration time, String type) {
        var frame = poll(time);
        while (frame.isPresent() && !frame.get().path("type").asText().equals(type)) {
            frame = poll(time);
        }
        return frame;
    }

    /** The next frame of this type, which has to come; others before it are passed over. */
    JsonNode next(String type) {
        return poll(Duration.ofSeconds(30), type).orElseThrow(() -> new AssertionError("no " + type + " came"));
    }

    /** The code that the server closed with, once all frames before it came. */
    int closeCode() {
        var last = take(Duration.ofSeconds(30));
        while (last.isPresent() && last.get().frame().isPresent()) {
            last = take(Duration.ofSeconds(30));
        }
        return last.orElseThrow(() -> new AssertionError("it was not closed")).code();
    }

    /** Whether it is over and everything that came was taken. */
    boolean isOver() {
        var next = heard.peek();
        return next != null && next.frame().isEmpty();
    }

    private Optional<Heard> take(Duration time) {
        try {
            if (isOver()) {
                return Optional.of(heard.peek());
            }
            var next = Optional.ofNullable(heard.poll(time.toMillis(), TimeUnit.MILLISECONDS));
            next.filter(over -> over.frame().isEmpty()).ifPresent(heard::add);
            return next;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Joins what came in pieces. */
    private record Ear(LinkedBlockingQueue<Heard> heard, StringBuilder message) implements WebSocket.Listener {

        Ear(LinkedBlockingQueue<Heard> heard) {
            this(heard, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                heard.add(new Heard(Optional.of(read(message.toString())), 0));
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            heard.add(new Heard(Optional.empty(), code));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable cut) {
            heard.add(new Heard(Optional.empty(), -1));
        }

        private static JsonNode read(String text) {
            try {
                return JSON.readTree(text);
            } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
            }
        }
    }
}
