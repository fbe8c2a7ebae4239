package dev.chatsessions.adapter.omi;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers as it is told to and remembers what was sent. */
final class FakeOmi implements AutoCloseable {

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

    private final HttpServer server;

    private volatile int status = 200;

    private volatile Optional<String> retryAfter = Optional.empty();

    FakeOmi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    record Request(String method, String path, String query, Headers headers, String body) {}

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var address = exchange.getRequestURI();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    address.getRawPath(),
                    address.getRawQuery(),
                    exchange.getRequestHeaders(),
                    body));
            retryAfter.ifPresent(wait -> exchange.getResponseHeaders().set("Retry-After", wait));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    void answerWith(int newStatus) {
        status = newStatus;
    }

    void answerWith(int newStatus, String newRetryAfter) {
        status = newStatus;
        retryAfter = Optional.of(newRetryAfter);
    }

    /** The next request that was made. */
    Request request() {
        try {
            var next = requests.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Omi was not called for 10 s");
            }
            return next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
