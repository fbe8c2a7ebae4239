package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;

/**
 * Which sessions a call may touch; a store joins on it, so that the others are as if they were not there. Made by the
 * core only.
 */
public sealed interface SessionAccess {

    /** Those of one user. */
    record Owner(UserId user) implements SessionAccess {
        public Owner {
            requireNonNull(user, "user");
        }
    }

    /** One session, whoever owns it. */
    record Guest(SessionId session) implements SessionAccess {
        public Guest {
            requireNonNull(session, "session");
        }
    }

    /** Those in which one worker answers. */
    record Answering(WorkerId worker) implements SessionAccess {
        public Answering {
            requireNonNull(worker, "worker");
        }
    }

    /** Every session, orphans included. */
    record Any() implements SessionAccess {}
}
