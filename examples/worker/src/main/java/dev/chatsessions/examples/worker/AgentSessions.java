package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The agents of all sessions on this worker, one each; what the document calls its {@code ChatSessionManager}. Thread-safe. */
final class AgentSessions implements AutoCloseable {

    private final Map<String, AgentSession> sessions = new ConcurrentHashMap<>();

    private final Agent.Starter starter;

    private final ServerApi server;

    private final WorkerSettings settings;

    private final ScheduledExecutorService timer;

    private final Executor threads;

    private final Consumer<String> say;

    private volatile boolean closed;

    AgentSessions(
            Agent.Starter starter,
            ServerApi server,
            WorkerSettings settings,
            ScheduledExecutorService timer,
            Executor threads,
            Consumer<String> say) {
        this.starter = starter;
        this.server = server;
        this.settings = settings;
        this.timer = timer;
        this.threads = threads;
        this.say = say;
        var look = Math.max(1, settings.idleStop().toMillis() / 4);
        timer.scheduleWithFixedDelay(() -> threads.execute(this::restUnused), look, look, TimeUnit.MILLISECONDS);
    }

    /**
     * What the server knows of a session on this worker.
     *
     * @param isReady whether a worker ever was
     */
    record Assignment(AgentPlace place, boolean isReady) {
        static Assignment of(JsonNode json) {
            var place =
                    new AgentPlace(json.path("session_id").asText(), text(json, "model"), text(json, "agent_session"));
            return new Assignment(place, json.hasNonNull("ready_at"));
        }

        private static Optional<String> text(JsonNode json, String name) {
            return Optional.of(json.path(name).asText()).filter(text -> !text.isEmpty());
        }
    }

    /** The session, to be left again; until then everybody has the same. */
    AgentSession enter(String id) {
        return sessions.compute(
                id, (key, there) -> entered(Optional.ofNullable(there).orElseGet(() -> new AgentSession(id, this))));
    }

    private static AgentSession entered(AgentSession session) {
        session.entered();
        return session;
    }

    /** Forgets the session if nobody else is in it, and it has neither an agent nor anything to remember. */
    void leave(AgentSession session) {
        sessions.compute(session.id(), (key, there) -> session.left() ? null : there);
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    /** Has its agent there before anybody asks. */
    void prepare(String id) {
        threads.execute(() -> {
            var session = enter(id);
            try {
                session.prepare();
            } catch (AgentFailure failure) {
                say.accept("session " + id + ": " + failure.getMessage());
            } finally {
                leave(session);
            }
        });
    }

    void rest(String id) {
        threads.execute(() -> within(id, AgentSession::rest));
    }

    void end(String id) {
        threads.execute(() -> within(id, AgentSession::end));
    }

    private void within(String id, Consumer<AgentSession> what) {
        Optional.ofNullable(sessions.computeIfPresent(id, (key, there) -> entered(there)))
                .ifPresent(session -> {
                    try {
                        what.accept(session);
                    } finally {
                        leave(session);
                    }
                });
    }

    /** Prepares those that wait for it, and ends those that are over, whatever was missed. */
    void catchUp() {
        var gone = new HashSet<>(sessions.keySet());
        try {
            for (var session : live()) {
                var id = session.path("session_id").asText();
                gone.remove(id);
                if (!session.hasNonNull("ready_at")) {
                    prepare(id);
                }
            }
            gone.forEach(this::end);
        } catch (Refused | Away unknown) {
            // The next hello asks again.
        }
    }

    private List<JsonNode> live() throws Away {
        var live = new ArrayList<JsonNode>();
        for (var cursor = ""; ; ) {
            var path = "/worker/sessions?limit=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
            var page = server.persistently(() -> server.get(path)).body();
            page.path("items").forEach(live::add);
            cursor = page.path("next_cursor").asText();
            if (cursor.isEmpty()) {
                return live;
            }
        }
    }

    private void restUnused() {
        sessions.keySet().forEach(id -> within(id, session -> session.restUnlessUsedFor(settings.idleStop())));
    }

    Agent start(AgentPlace place) throws AgentFailure {
        if (closed) {
            throw new AgentFailure("the worker was stopped");
        }
        return starter.start(place);
    }

    WorkerSettings settings() {
        return settings;
    }

    void later(Runnable step, Duration pause) {
        try {
            timer.schedule(() -> threads.execute(step), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            // Then all agents are ended anyway.
        }
    }

    Assignment assignment(String id) throws AgentFailure {
        try {
            return Assignment.of(server.persistently(() -> server.get("/worker/sessions/" + id))
                    .body());
        } catch (Refused | Away gone) {
            throw new AgentFailure("the session cannot be had from the server: " + gone.getMessage(), gone);
        }
    }

    /** Tells the server that there is an agent, and how it calls the session: what it takes to restore it. */
    void tellReady(String id, Optional<String> agentSession) throws AgentFailure {
        var body = ServerApi.fields();
        agentSession.ifPresent(name -> body.put("agent_session", name));
        try {
            server.persistently(() -> server.post("/worker/sessions/" + id + "/ready", body));
        } catch (Refused | Away gone) {
            throw new AgentFailure("the server does not take the session: " + gone.getMessage(), gone);
        }
    }

    @Override
    public void close() {
        closed = true;
        var ends = sessions.keySet().stream()
                .map(id -> CompletableFuture.runAsync(() -> within(id, AgentSession::end), threads))
                .toList();
        ends.forEach(CompletableFuture::join);
    }
}
