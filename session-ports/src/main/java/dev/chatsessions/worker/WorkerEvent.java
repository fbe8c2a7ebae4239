package dev.chatsessions.worker;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.WorkerId;
import java.time.Instant;

/** What happened to a user's workers. Stands in the user's log, but for what is of one session. */
public sealed interface WorkerEvent extends LiveEvent {

    WorkerId worker();

    /** The user approved a worker, for the first time or again. */
    record WorkerApproved(LogScope scope, long sequence, Instant at, WorkerId worker, String name)
            implements WorkerEvent {
        public WorkerApproved {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(worker, "worker");
            requireNonNull(name, "name");
        }

        @Override
        public String kind() {
            return "worker_approved";
        }
    }

    /** A worker got another name. */
    record WorkerRenamed(LogScope scope, long sequence, Instant at, WorkerId worker, String name)
            implements WorkerEvent {
        public WorkerRenamed {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(worker, "worker");
            requireNonNull(name, "name");
        }

        @Override
        public String kind() {
            return "worker_renamed";
        }
    }

    /** A worker came or went. */
    record PresenceChanged(LogScope scope, long sequence, Instant at, WorkerId worker, boolean online)
            implements WorkerEvent {
        public PresenceChanged {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(worker, "worker");
        }

        @Override
        public String kind() {
            return online ? "worker_online" : "worker_offline";
        }
    }

    /** A worker is ready to answer in a session. Stands in the session's log. */
    record SessionReady(LogScope scope, long sequence, Instant at, WorkerId worker) implements WorkerEvent {
        public SessionReady {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(worker, "worker");
        }

        @Override
        public String kind() {
            return "session_ready";
        }
    }

    /** The user wants a worker no more. */
    record WorkerRevoked(LogScope scope, long sequence, Instant at, WorkerId worker) implements WorkerEvent {
        public WorkerRevoked {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(worker, "worker");
        }

        @Override
        public String kind() {
            return "worker_revoked";
        }
    }
}
