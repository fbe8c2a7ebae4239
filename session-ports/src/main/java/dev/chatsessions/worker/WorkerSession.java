package dev.chatsessions.worker;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.session.Session;

/** A session of kind WORKER with what its worker needs to know of it. */
public record WorkerSession(Session session, Assignment assignment) {

    public WorkerSession {
        requireNonNull(session, "session");
        requireNonNull(assignment, "assignment");
    }
}
