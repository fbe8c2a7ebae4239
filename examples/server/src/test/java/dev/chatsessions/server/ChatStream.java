package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads server-sent events as a browser does: an event counts once its empty line has come. Whoever waits for the next one
 * waits with a limit, whatever else the stream says meanwhile.
 */
final class ChatStream implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream body;

    private final BlockingQueue<Optional<Block>> arrived = new LinkedBlockingQueue<>();

    private final List<Event> told = new ArrayList<>();

    private String lastId = "";

    private boolean over;

    ChatStream(InputStream body) {
        this.body = body;
        var reader = new Thread(this::read, "chat-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** What stands between two empty lines. */
    private record Block(Optional<String> id, Optional<String> data) {}

    /**
     * An event with data.
     *
     * @param id what the client would come back with after it
     */
    record Event(String id, JsonNode data) {

        boolean is(String type) {
            return type.equals(data.path("type").asText());
        }

        String content() {
            return data.path("content").asText();
        }
    }

    private void read() {
        var id = Optional.<String>empty();
        var data = Optional.<String>empty();
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = Optional.of(line.substring(3).strip());
                } else if (line.startsWith("data:")) {
                    data = Optional.of(line.substring(5).strip());
                } else if (line.isEmpty()) {
                    arrived.add(Optional.of(new Block(id, data)));
                    id = Optional.empty();
                    data = Optional.empty();
                }
            }
        } catch (IOException cut) {
            // To whoever reads, that is an end like any other.
        }
        arrived.add(Optional.empty());
    }

    /** The next event; empty when the stream ends, however it ends. */
    Optional<Event> next() {
        var until = System.nanoTime() + LIMIT.toNanos();
        while (!over) {
            var block = takeBefore(until);
            over = block.isEmpty();
            lastId = block.flatMap(Block::id).orElse(lastId);
            var event = block.flatMap(Block::data).map(data -> new Event(lastId, json(data)));
            if (event.isPresent()) {
                told.add(event.get());
                return event;
            }
        }
        return Optional.empty();
    }

    private Optional<Block> takeBefore(long until) {
        try {
            var block = arrived.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (block == null) {
                throw new AssertionError(
                        "no event and no end within " + LIMIT.toSeconds() + " s; told before: " + told);
            }
            return block;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for an event", e);
        }
    }

    private static JsonNode json(String data) {
        try {
            return JSON.readTree(data);
        } catch (IOException e) {
            throw new UncheckedIOException(data, e);
        }
    }

    /** What comes, to so many pieces of text. */
    List<Event> tokens(int count) {
        var events = new ArrayList<Event>();
        while (events.stream().filter(event -> event.is("token")).count() < count) {
            events.add(next().orElseThrow(() -> new AssertionError("ended before its time; told before: " + told)));
        }
        return events;
    }

    /** What is still to come, to the end of the stream. */
    List<Event> rest() {
        var events = new ArrayList<Event>();
        for (var event = next(); event.isPresent(); event = next()) {
            events.add(event.get());
        }
        return events;
    }

    String lastId() {
        return lastId;
    }

    static String text(List<Event> events) {
        var text = new StringBuilder();
        events.stream().filter(event -> event.is("token")).forEach(event -> text.append(event.content()));
        return text.toString();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
