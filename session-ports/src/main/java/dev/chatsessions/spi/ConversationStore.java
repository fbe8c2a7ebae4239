package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps which threads are conversations of devices. At most one of a session is open: a constraint holds it. What is
 * written is written under the session's lock. A conversation whose thread was deleted is found by {@link #open} and
 * {@link #findByOrigin} only, until it is purged.
 */
public interface ConversationStore {

    /** Keeps a new conversation and lists it for its session's owner, if it has one. Its thread is there already. */
    void insert(StoredConversation conversation, Optional<UserId> owner);

    /** The conversation as it stands, without a lock; empty when the thread is none, or without access. */
    Optional<StoredConversation> find(SessionAccess access, ThreadId thread);

    /** The open one of a session. */
    Optional<StoredConversation> open(SessionId session);

    /** The one that the provider gave this id. */
    Optional<StoredConversation> findByOrigin(SessionId session, String origin);

    /** If the stored revision is not the one before {@code next}'s, the whole transaction fails and is run again. */
    void change(StoredConversation next);

    /** Lists all of a session for {@code owner}, whose it is from now on. */
    void give(SessionId session, UserId owner);

    /** By start, latest first, then by thread, highest first; those after {@code after} in this order. */
    List<StoredConversation> list(UserId owner, Optional<Position> after, int limit);

    /** The one that the owner turned to last, of several at once that of the highest thread. */
    Optional<StoredConversation> current(UserId owner);

    /** Those in which something is due by {@code now}, longest first. Without a lock: look again under it. */
    List<Candidate> due(Instant now, int limit);

    /** A place in {@link #list}. */
    record Position(Instant startedAt, ThreadId thread) {
        public Position {
            requireNonNull(startedAt, "startedAt");
            requireNonNull(thread, "thread");
        }
    }

    /** A conversation that seemed to be of interest. */
    record Candidate(SessionId session, ThreadId thread) {
        public Candidate {
            requireNonNull(session, "session");
            requireNonNull(thread, "thread");
        }
    }
}
