package dev.chatsessions.worker;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A session in which a worker answers, as far as only the two of them are concerned.
 *
 * @param model what the worker is to answer with, in its own words; empty for its usual one
 * @param endsAfter how long the session may be unused before it is ended for good; empty for ever
 * @param failsAfter how long a question may wait while the worker is away before it fails; empty for ever
 * @param agentSession what the worker calls it itself, such as the id by which its agent takes it up again
 * @param readyAt when the worker last said that it is ready; empty before the first time
 */
public record Assignment(
        SessionId session,
        WorkerId worker,
        Optional<String> model,
        Optional<Duration> endsAfter,
        Optional<Duration> failsAfter,
        Optional<String> agentSession,
        Optional<Instant> readyAt) {

    public Assignment {
        requireNonNull(session, "session");
        requireNonNull(worker, "worker");
        requireNonNull(model, "model");
        requireNonNull(endsAfter, "endsAfter");
        requireNonNull(failsAfter, "failsAfter");
        requireNonNull(agentSession, "agentSession");
        requireNonNull(readyAt, "readyAt");
    }

    /** The same, in which questions wait for so long. */
    public Assignment failingAfter(Optional<Duration> limit) {
        return new Assignment(session, worker, model, endsAfter, limit, agentSession, readyAt);
    }

    /** Whether its worker said so already, with what it calls the session now. */
    public boolean isReady(Optional<String> nowCalled) {
        return readyAt.isPresent() && nowCalled.or(() -> agentSession).equals(agentSession);
    }

    /** The same, ready at {@code at}; what the worker calls it stays unless it says another name. */
    public Assignment ready(Optional<String> newAgentSession, Instant at) {
        return new Assignment(
                session, worker, model, endsAfter, failsAfter, newAgentSession.or(() -> agentSession), Optional.of(at));
    }
}
