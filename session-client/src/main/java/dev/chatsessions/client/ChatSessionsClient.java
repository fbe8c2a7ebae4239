package dev.chatsessions.client;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Follows streams of a server over any number of lost connections: every event once and in order, or an explicit
 * {@code gap}. All streams share one thread for what has to be done later, and the HTTP client's own. Thread-safe.
 */
public final class ChatSessionsClient implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(250);

    private final URI server;

    private final Supplier<String> token;

    private final Transport transport;

    private final HttpClient http;

    private final Backoff backoff;

    private final Duration silence;

    private final Duration answerLimit;

    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        var thread = new Thread(task, "chat-sessions-client");
        thread.setDaemon(true);
        return thread;
    });

    private ChatSessionsClient(Builder builder) {
        server = builder.server;
        token = builder.token;
        transport = builder.transport;
        http = builder.http.orElseGet(() ->
                HttpClient.newBuilder().connectTimeout(builder.answerLimit).build());
        backoff = new Backoff(builder.firstPause, builder.longestPause);
        silence = builder.silence;
        answerLimit = builder.answerLimit;
        timer.setRemoveOnCancelPolicy(true);
        timer.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param server where it is, such as {@code https://chat.example.org}; a path in it comes before all others */
    public static Builder builder(URI server) {
        return new Builder(server);
    }

    /** Follows a stream from now on, or from the first event that it tells. */
    public EventStream follow(String path, StreamListener listener) {
        return follow(path, Optional.empty(), listener);
    }

    /**
     * Follows a stream after a place in it.
     *
     * @param path such as {@code /threads/user-ann/events}
     * @param place an event's id, or {@link EventStream#place()} of a stream before
     */
    public EventStream follow(String path, Optional<String> place, StreamListener listener) {
        if (!requireNonNull(path, "path").startsWith("/")) {
            throw new IllegalArgumentException("path does not begin with /");
        }
        var stream = new EventStream(this, path, requireNonNull(place, "place"), requireNonNull(listener, "listener"));
        streams.add(stream);
        stream.open();
        return stream;
    }

    /** Closes all streams. */
    @Override
    public void close() {
        timer.shutdownNow();
        streams.forEach(EventStream::close);
    }

    private void tick() {
        var now = System.nanoTime();
        streams.forEach(stream -> stream.tick(now));
    }

    void forget(EventStream stream) {
        streams.remove(stream);
    }

    void later(Runnable step, Duration pause) {
        try {
            timer.schedule(step, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // Whoever closed the client wants no more streams.
        }
    }

    Connection connect(String path, String credential, Optional<String> place, Connection.Ear ear) {
        var request = request(path, credential, place);
        return switch (transport) {
            case SERVER_SENT_EVENTS -> SseConnection.open(http, request, ear);
            case WEB_SOCKET -> SocketConnection.open(http.newWebSocketBuilder(), request, ear);
        };
    }

    private HttpRequest request(String path, String credential, Optional<String> place) {
        var request = HttpRequest.newBuilder(URI.create(server.toString().replaceFirst("/+$", "") + path))
                .timeout(answerLimit)
                .header("Authorization", "Bearer " + credential)
                .header("Accept", "text/event-stream, application/problem+json")
                .GET();
        place.ifPresent(id -> request.header("Last-Event-ID", id));
        return request.build();
    }

    String token() {
        return token.get();
    }

    Backoff backoff() {
        return backoff;
    }

    Duration silence() {
        return silence;
    }

    /** Makes a {@link ChatSessionsClient}. Not thread-safe. */
    public static final class Builder {

        private final URI server;

        private Supplier<String> token = () -> "";

        private Transport transport = Transport.SERVER_SENT_EVENTS;

        private Optional<HttpClient> http = Optional.empty();

        private Duration firstPause = Duration.ofSeconds(1);

        private Duration longestPause = Duration.ofSeconds(30);

        private Duration silence = Duration.ofSeconds(45);

        private Duration answerLimit = Duration.ofSeconds(15);

        private Builder(URI server) {
            this.server = requireNonNull(server, "server");
        }

        /** The token to come with. */
        public Builder token(String value) {
            requireNonNull(value, "token");
            return token(() -> value);
        }

        /** Asked for the token before every connection, so that a new one can take an expired one's place. */
        public Builder token(Supplier<String> value) {
            token = requireNonNull(value, "token");
            return this;
        }

        /** How events come; by default as server-sent events. */
        public Builder transport(Transport value) {
            transport = requireNonNull(value, "transport");
            return this;
        }

        /** The HTTP client to use; one of its own unless said. */
        public Builder http(HttpClient value) {
            http = Optional.of(value);
            return this;
        }

        /**
         * How long to wait before a stream is opened again, by default at most 1 s at first and at most 30 s ever; what the
         * server asks for takes the place of the first.
         */
        public Builder pauses(Duration first, Duration longest) {
            firstPause = requireNonNull(first, "first");
            longestPause = requireNonNull(longest, "longest");
            return this;
        }

        /** After how long without a byte a line counts as dead, by default 45 s: three heartbeats of the server. */
        public Builder silence(Duration value) {
            silence = requireNonNull(value, "silence");
            return this;
        }

        /** How long connecting, and then the head of an answer, may take; by default 15 s each. */
        public Builder answerLimit(Duration value) {
            answerLimit = requireNonNull(value, "answerLimit");
            return this;
        }

        public ChatSessionsClient build() {
            return new ChatSessionsClient(this);
        }
    }
}
