package dev.chatsessions.adapter.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatsessions.ChatSessionsException.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks one server for JSON, whatever it is that a model wants: there is no way to another one, as the address is fixed and
 * redirects are not followed. Thread-safe.
 */
final class ToolHttp {

    private static final int MOST_BYTES = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;

    private final String server;

    ToolHttp(URI server) {
        if (!String.valueOf(server.getScheme()).matches("https?") || server.getHost() == null) {
            throw new IllegalArgumentException("server is not an address of http or https");
        }
        this.server = server.toString().replaceFirst("/+$", "");
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** For a path as well as for a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What is at {@code path}. Unavailable {@code tool-unavailable} or {@code tool-timeout} where that is not JSON in time. */
    JsonNode get(String path, Duration limit) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Accept", "application/json")
                .GET()
                .build();
        var asked = client.sendAsync(request, bounded());
        try {
            var answer = asked.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (answer.statusCode() != 200) {
                throw new Unavailable("tool-unavailable", "the server answered " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (TimeoutException late) {
            throw new Unavailable("tool-timeout", "the server did not answer within " + limit);
        } catch (ExecutionException | IOException failure) {
            throw new Unavailable("tool-unavailable", "the server was not reached, or its answer is no JSON", failure);
        } finally {
            asked.cancel(true);
        }
    }

    private static BodyHandler<byte[]> bounded() {
        return head -> new Bounded(BodySubscribers.ofByteArray());
    }

    /** Takes no more than it may. */
    private static final class Bounded implements BodySubscriber<byte[]> {

        private final BodySubscriber<byte[]> taker;

        private int room = MOST_BYTES;

        Bounded(BodySubscriber<byte[]> taker) {
            this.taker = taker;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return taker.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            taker.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {
            room -= pieces.stream().mapToInt(ByteBuffer::remaining).sum();
            if (room < 0) {
                taker.onError(new IOException("more than " + MOST_BYTES + " bytes"));
            } else {
                taker.onNext(pieces);
            }
        }

        @Override
        public void onError(Throwable failure) {
            taker.onError(failure);
        }

        @Override
        public void onComplete() {
            taker.onComplete();
        }
    }
}
