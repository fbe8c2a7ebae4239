package dev.chatsessions.live;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;

/** What a subscriber listens to. */
public sealed interface Feed {

    /** Everything in a session. */
    record OfSession(SessionId session) implements Feed {
        public OfSession {
            requireNonNull(session, "session");
        }
    }

    /** One thread, and what happens to its session as a whole. Cursors are those of the session's log. */
    record OfThread(ThreadId thread) implements Feed {
        public OfThread {
            requireNonNull(thread, "thread");
        }
    }

    /** What concerns a user as a whole. */
    record OfUser(UserId user) implements Feed {
        public OfUser {
            requireNonNull(user, "user");
        }
    }

    /** The commands of a worker; for itself. */
    record OfWorker(WorkerId worker) implements Feed {
        public OfWorker {
            requireNonNull(worker, "worker");
        }
    }
}
