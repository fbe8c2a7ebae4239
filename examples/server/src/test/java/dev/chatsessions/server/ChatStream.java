package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads server-sent events as a browser does: an event counts once its empty line has come. */
final class ChatStream implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedReader lines;
    private String lastId = "";

    ChatStream(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

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

    /** The next event; empty when the stream ends, however it ends. */
    Optional<Event> next() {
        var id = Optional.<String>empty();
        var data = Optional.<String>empty();
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = Optional.of(line.substring(3).strip());
                } else if (line.startsWith("data:")) {
                    data = Optional.of(line.substring(5).strip());
                } else if (line.isEmpty()) {
                    lastId = id.orElse(lastId);
                    if (data.isPresent()) {
                        return Optional.of(new Event(lastId, JSON.readTree(data.get())));
                    }
                    id = Optional.empty();
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
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
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
