package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The server's routes for workers, as JSON. Thread-safe. */
final class ServerApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pauses PAUSES = new Pauses(Duration.ofMillis(250), Duration.ofSeconds(30));

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    private final String server;

    private final Supplier<String> token;

    private final Consumer<Away> missed;

    private boolean closed;

    private long heardOf;

    /** @param missed told once by each that has to ask again */
    ServerApi(URI server, Supplier<String> token, Consumer<Away> missed) {
        this.server = server.toString().replaceFirst("/+$", "");
        this.token = token;
        this.missed = missed;
    }

    /** Where a server is. */
    static URI address(String text) {
        var address = Optional.<URI>empty();
        try {
            address = Optional.of(new URI(text));
        } catch (URISyntaxException unreadable) {
            // It is refused below.
        }
        return address.filter(there -> "http".equals(there.getScheme()) || "https".equals(there.getScheme()))
                .filter(there -> there.getHost() != null && there.getQuery() == null && there.getFragment() == null)
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + text + "' is not an address such as http://127.0.0.1:7070"));
    }

    /**
     * What the server answered.
     *
     * @param at when, by the server's own clock; the worker's may be wrong
     */
    record Told(JsonNode body, Optional<Instant> at) {}

    static ObjectNode fields() {
        return JSON.createObjectNode();
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            return JSON.missingNode();
        }
    }

    Told get(String path) throws Away {
        return send(request(path).GET());
    }

    Told post(String path, ObjectNode body) throws Away {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Something that is asked of the server. */
    @FunctionalInterface
    interface Asking {
        Told ask() throws Away;
    }

    /**
     * Asks until the server answers, however long it is away.
     *
     * @throws Away when this is closed meanwhile
     */
    Told persistently(Asking asking) throws Away {
        for (var failures = 1; ; failures++) {
            try {
                return asking.ask();
            } catch (Away away) {
                if (failures == 1) {
                    missed.accept(away);
                }
                var pause = PAUSES.after(failures, ThreadLocalRandom.current());
                var longer = away.retryAfter().filter(asked -> asked.compareTo(pause) > 0);
                if (isClosedWithin(longer.orElse(pause))) {
                    throw away;
                }
            }
        }
    }

    /** Waits; not for as long when the server is heard of meanwhile. */
    synchronized boolean isClosedWithin(Duration pause) {
        var until = System.nanoTime() + pause.toNanos();
        var heard = heardOf;
        try {
            for (var left = pause.toNanos();
                    left > 0 && !closed && heard == heardOf;
                    left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
        return closed;
    }

    /** The server is there again: whoever waits to try again tries now. */
    synchronized void heardOf() {
        heardOf++;
        notifyAll();
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).timeout(LIMIT);
        return token.get().isEmpty() ? request : request.header("Authorization", "Bearer " + token.get());
    }

    private Told send(HttpRequest.Builder request) throws Away {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException lost) {
            throw new Away("the server is not there: " + lost, Optional.empty(), lost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Away("stopped while asking the server", Optional.empty(), stopped);
        }
        var status = response.statusCode();
        if (status == 408 || status == 429 || status >= 500) {
            throw new Away("the server answers with status " + status, seconds(response), null);
        }
        var body = read(response.body());
        if (status >= 400) {
            throw new Refused(status, body);
        }
        return new Told(body, date(response));
    }

    private static Optional<Duration> seconds(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static Optional<Instant> date(HttpResponse<?> response) {
        try {
            return response.headers()
                    .firstValue("Date")
                    .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Nobody waits for the server any more; what is asked now is asked once. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
