package dev.chatsessions.examples.sharedsession;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of {@code /ws} on the JDK's WebSocket. */
final class SessionSocket implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_SECONDS = 60;

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();

    private final WebSocket socket;

    private final JsonNode greeting;

    private SessionSocket(URI server, String query) {
        var address = URI.create(server.resolve("/ws?" + query).toString().replaceFirst("http", "ws"));
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Ear())
                .join();
        greeting = next("session");
    }

    static SessionSocket open(URI server, String query) {
        return new SessionSocket(server, query);
    }

    String session() {
        return greeting.path("session_id").asText();
    }

    void say(String frame) {
        socket.sendText(frame, true).join();
    }

    /** The next frame of this type; others before it are passed over. */
    JsonNode next(String type) {
        try {
            while (true) {
                var frame = frames.poll(MOST_SECONDS, TimeUnit.SECONDS);
                if (frame == null) {
                    throw new IllegalStateException("no " + type + " came");
                }
                if (frame.path("type").asText().equals(type)) {
                    return frame;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for " + type, stopped);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Ear implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                frames.add(read(message.toString()));
                message.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(part);
        }
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
