package dev.chatsessions.adapter.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * HTTP for models, on the JDK's client. A stream is read on the thread that asks for it, so that streams do not wait for each
 * other in a pool, and can be cancelled from the moment it is asked for: LangChain4j hands a handle over with the first word
 * only, and a model may think for long before. Follows no redirects. Thread-safe.
 */
final class ModelHttp implements HttpClient, HttpClientBuilder {

    private static final int LONGEST_WAIT_SECONDS = 86_400;

    private final java.net.http.HttpClient client;

    private final Duration connectTimeout;

    /** Who wants to know how to cancel what this thread asks for. */
    private final ThreadLocal<Consumer<Runnable>> cancellers = new ThreadLocal<>();

    ModelHttp(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
        client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    /** Makes a call of a model, and tells {@code canceller} how to cancel the requests that the call makes on this thread. */
    void cancellable(Consumer<Runnable> canceller, Runnable call) {
        cancellers.set(canceller);
        try {
            call.run();
        } finally {
            cancellers.remove();
        }
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        try (var body = send(request)) {
            return SuccessfulHttpResponse.builder()
                    .statusCode(body.response().statusCode())
                    .headers(body.response().headers().map())
                    .body(body.response().body().readAllBytes())
                    .build();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        try (var body = send(request)) {
            listener.onOpen(SuccessfulHttpResponse.builder()
                    .statusCode(body.response().statusCode())
                    .headers(body.response().headers().map())
                    .build());
            parser.parse(body.response().body(), listener);
            listener.onClose();
        } catch (IOException | RuntimeException failure) {
            listener.onError(failure);
        }
    }

    /** An answer that is being read. */
    private record Body(HttpResponse<InputStream> response) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    private Body send(HttpRequest request) throws IOException {
        var waiting = new Waiting();
        canceller().accept(waiting::cancel);
        var response = waiting.send(client, jdk(request));
        canceller().accept(() -> close(response.body()));
        if (response.statusCode() / 100 != 2) {
            try (var body = response.body()) {
                throw new Refused(response.statusCode(), ErrorName.in(body), retryAfter(response));
            }
        }
        return new Body(response);
    }

    private Consumer<Runnable> canceller() {
        return Optional.ofNullable(cancellers.get()).orElse(cancel -> {});
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static java.net.http.HttpRequest jdk(HttpRequest request) {
        if (!request.formDataFields().isEmpty() || !request.formDataFiles().isEmpty()) {
            throw new UnsupportedOperationException("chat models send no forms");
        }
        var body = Optional.ofNullable(request.body());
        var builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .method(
                        request.method().name(),
                        body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.build();
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Math.min(Integer.parseInt(text), LONGEST_WAIT_SECONDS)));
    }

    @Override
    public HttpClient build() {
        return this;
    }

    @Override
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Stays as it is: the assistant says how long it waits. */
    @Override
    public HttpClientBuilder connectTimeout(Duration ignored) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return Duration.ZERO;
    }

    /** Stays as it is: the assistant says how long it waits. */
    @Override
    public HttpClientBuilder readTimeout(Duration ignored) {
        return this;
    }

    /** A thread that waits for the head of an answer, and nothing else, may be interrupted. */
    private static final class Waiting {

        private Optional<Thread> waiting = Optional.empty();

        private boolean cancelled;

        HttpResponse<InputStream> send(java.net.http.HttpClient client, java.net.http.HttpRequest request)
                throws IOException {
            begin();
            try {
                return client.send(request, BodyHandlers.ofInputStream());
            } catch (InterruptedException interrupted) {
                throw new CancellationException("the request was cancelled");
            } finally {
                end();
            }
        }

        private synchronized void begin() {
            if (cancelled) {
                throw new CancellationException("the request was cancelled");
            }
            waiting = Optional.of(Thread.currentThread());
        }

        private synchronized void end() {
            waiting = Optional.empty();
            if (cancelled) {
                // Whether or not the wait noticed.
                Thread.interrupted();
            }
        }

        synchronized void cancel() {
            cancelled = true;
            waiting.ifPresent(Thread::interrupt);
        }
    }
}
