package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Somebody in a shared session who comes back whenever the line is cut, says again what was not answered, and keeps the
 * state as he hears of it. Lives on a thread of his own.
 */
final class Participant implements Runnable {

    private static final Duration BETWEEN_EDITS = Duration.ofMillis(250);

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final String name;

    private final URI server;

    private final String token;

    private final String session;

    private final AtomicBoolean editing;

    private final List<Long> sequences = new ArrayList<>();

    private final Map<String, String> state = new TreeMap<>();

    private Optional<String> pending = Optional.empty();

    private String cursor;

    private int edits;

    private int returns;

    private boolean finished;

    private volatile boolean idle;

    /** @param editing whether he is to edit the state; he stops when it is taken back */
    Participant(String name, URI server, String token, String session, String cursor, AtomicBoolean editing) {
        this.name = name;
        this.server = server;
        this.token = token;
        this.session = session;
        this.cursor = cursor;
        this.editing = editing;
    }

    @Override
    public void run() {
        while (!finished) {
            SharedClient.open(server, token, "&client=" + name + "&session_id=" + session + "&after=" + cursor)
                    .ifPresent(this::takePart);
        }
    }

    private void takePart(SharedClient client) {
        try (client) {
            var asked = 0L;
            while (!finished && !client.isOver()) {
                client.poll(BETWEEN_EDITS).ifPresent(this::hear);
                if (System.nanoTime() - asked > (pending.isPresent() ? ANSWER : BETWEEN_EDITS).toNanos()) {
                    nextEdit().ifPresent(client::say);
                    asked = System.nanoTime();
                }
            }
            returns++;
        }
    }

    /** The edit that was not answered yet, again under the same key; else another one. */
    private Optional<String> nextEdit() {
        if (pending.isEmpty() && editing.get()) {
            edits++;
            var own = edits % 2 == 0;
            pending = Optional.of("{\"type\":\"increment_session_state\",\"key\":\"" + (own ? name : "all")
                    + "\",\"client_key\":\"" + name + "-" + edits + "\",\"requestId\":\"" + edits + "\"}");
        }
        idle = pending.isEmpty() && !editing.get();
        return pending;
    }

    private void hear(JsonNode frame) {
        var type = frame.path("type").asText();
        if (type.equals("session") && !frame.path("session_id").asText().equals(session)) {
            throw new AssertionError("brought into another session: " + frame);
        }
        if (type.equals("session_state") && frame.path("requestId").asText().equals(Integer.toString(edits))) {
            pending = Optional.empty();
        }
        if (!frame.has("cursor")) {
            return;
        }
        cursor = frame.path("cursor").asText();
        if (!type.equals("session")) {
            sequences.add(Long.parseLong(cursor.substring(cursor.lastIndexOf('-') + 1)));
        }
        if (type.equals("state_changed")) {
            state.put(frame.path("key").asText(), frame.path("value").asText());
        }
        finished = type.equals("finish");
    }

    /** Whether everything he wanted was answered, and he wants no more. */
    boolean isIdle() {
        return idle;
    }

    List<Long> sequences() {
        return sequences;
    }

    Map<String, String> state() {
        return state;
    }

    int edits() {
        return edits;
    }

    int returns() {
        return returns;
    }
}
