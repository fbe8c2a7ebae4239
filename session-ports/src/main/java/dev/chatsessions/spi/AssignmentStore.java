package dev.chatsessions.spi;

import dev.chatsessions.SessionId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.WorkerSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what sessions on workers have beside what every session has; it goes with them. */
public interface AssignmentStore {

    /**
     * Keeps a new assignment. One whose session has one already changes nothing. The session's lock is held.
     *
     * @param lookAt when to look whether the session was unused for too long; empty for never
     */
    void insert(Assignment assignment, Optional<Instant> lookAt);

    /** The session's assignment with the session; empty when there is none, or without access. */
    Optional<WorkerSession> find(SessionAccess access, SessionId session);

    /** Replaces how long questions wait, what the worker calls the session and since when it is ready. The session's lock is held. */
    void change(Assignment next);

    /** Says when to look again. The session's lock is held. */
    void lookAgain(SessionId session, Optional<Instant> at);

    /**
     * The sessions on a worker by id, highest first; those below {@code before}.
     *
     * @param onlyLive whether those that are over are left out
     */
    List<WorkerSession> list(
            SessionAccess access, WorkerId worker, boolean onlyLive, Optional<SessionId> before, int limit);

    /** Sessions that were to be looked at before {@code now}, longest first. Without a lock. */
    List<SessionId> due(Instant now, int limit);
}
