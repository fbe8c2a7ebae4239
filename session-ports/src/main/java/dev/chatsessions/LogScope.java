package dev.chatsessions;

import static java.util.Objects.requireNonNull;

/** Whose log it is: one append-only log per session, per user and per worker. */
public sealed interface LogScope {

    /** The log of one session. */
    record OfSession(SessionId session) implements LogScope {
        public OfSession {
            requireNonNull(session, "session");
        }

        @Override
        public String toString() {
            return "session:" + session;
        }
    }

    /** The log of what concerns a user as a whole: links, workers, new sessions, budgets. */
    record OfUser(UserId user) implements LogScope {
        public OfUser {
            requireNonNull(user, "user");
        }

        @Override
        public String toString() {
            return "user:" + user;
        }
    }

    /** The log of commands to one worker. */
    record OfWorker(WorkerId worker) implements LogScope {
        public OfWorker {
            requireNonNull(worker, "worker");
        }

        @Override
        public String toString() {
            return "worker:" + worker;
        }
    }
}
