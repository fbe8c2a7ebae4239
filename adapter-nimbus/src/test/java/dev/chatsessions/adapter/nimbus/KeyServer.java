package dev.chatsessions.adapter.nimbus;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a provider publishes its keys, on this machine; what it answers can change while it runs. */
final class KeyServer implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final AtomicInteger asked = new AtomicInteger();

    private final HttpServer http;

    private volatile Answer answer = exchange -> exchange.sendResponseHeaders(404, -1);

    KeyServer(JWK... keys) {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        http.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            try (exchange) {
                answer.to(exchange);
            }
        });
        http.setExecutor(threads);
        http.start();
        publish(keys);
    }

    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/keys");
    }

    void publish(JWK... keys) {
        answerText(200, new JWKSet(List.of(keys)).toString(true));
    }

    /** What nobody should publish: keys as they are, with all that they hold. */
    void publishSecrets(JWK... keys) {
        answerText(200, new JWKSet(List.of(keys)).toString(false));
    }

    void answerText(int status, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        answer(exchange -> {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    void answer(Answer next) {
        answer = next;
    }

    /** How often it was asked. */
    int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
