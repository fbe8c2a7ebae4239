package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The agents of all sessions on this worker, one each; what the document calls its {@code ChatSessionManager}. Thread-safe. */
final class AgentSessions implements AutoCloseable {

    private final Map<String, AgentSession> sessions = new ConcurrentHashMap<>();

    private final Agent.Starter starter;

    private final ServerApi server;

    private final WorkerSettings settings;

    private final ScheduledExecutorService timer;

    private final Executor threads;

    AgentSessions(
            Agent.Starter starter,
            ServerApi server,
            WorkerSettings settings,
            ScheduledExecutorService timer,
            Executor threads) {
        this.starter = starter;
        this.server = server;
        this.settings = settings;
        this.timer = timer;
        this.threads = threads;
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

    /** The session, whether or not its agent runs. */
    AgentSession session(String id) {
        return sessions.computeIfAbsent(id, unknown -> new AgentSession(id, this));
    }

    Set<String> known() {
        return Set.copyOf(sessions.keySet());
    }

    void rest(String id) {
        Optional.ofNullable(sessions.get(id)).ifPresent(AgentSession::rest);
    }

    void end(String id) {
        Optional.ofNullable(sessions.remove(id)).ifPresent(AgentSession::close);
    }

    private void restUnused() {
        sessions.values().forEach(session -> session.restUnlessUsedFor(settings.idleStop()));
    }

    Agent.Starter starter() {
        return starter;
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
        sessions.values().forEach(AgentSession::close);
        sessions.clear();
    }
}
