package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.worker.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A session on a worker.
 *
 * @param status as the clients of the document know it: {@code active}, {@code idle} or {@code terminated}
 * @param state where it is in its lifecycle
 * @param endsAfter in seconds, as {@code failsAfter} is
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record WorkerSessionJson(
        String sessionId,
        String workerId,
        String status,
        String state,
        Optional<String> title,
        Optional<String> model,
        Optional<Long> endsAfter,
        Optional<Long> failsAfter,
        Optional<String> agentSession,
        Optional<Instant> readyAt,
        Instant createdAt,
        Instant lastActivityAt,
        long version) {

    static WorkerSessionJson from(WorkerSession on) {
        var session = on.session();
        var assignment = on.assignment();
        return new WorkerSessionJson(
                session.id().toString(),
                assignment.worker().value(),
                status(session.status()),
                Words.of(session.status()),
                session.title(),
                assignment.model(),
                assignment.endsAfter().map(Duration::toSeconds),
                assignment.failsAfter().map(Duration::toSeconds),
                assignment.agentSession(),
                assignment.readyAt(),
                session.createdAt(),
                session.lastActivityAt(),
                session.version());
    }

    private static String status(SessionStatus status) {
        return switch (status) {
            case ACTIVE -> "active";
            case IDLE, PAUSED -> "idle";
            case COMPLETED, TERMINATED, EXPIRED, ARCHIVED -> "terminated";
        };
    }
}
