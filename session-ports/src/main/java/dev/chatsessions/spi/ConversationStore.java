package dev.chatsessions.spi;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps which threads are conversations of devices. At most one of a session is open: a constraint holds it. */
public interface ConversationStore {

    /** Keeps a new conversation. Its thread is there already and its session is locked. */
    void insert(StoredConversation conversation);

    /** The conversation as it stands; empty when the thread is none, or without access. */
    Optional<StoredConversation> find(SessionAccess access, ThreadId thread);

    /** The open one of a session. */
    Optional<StoredConversation> open(SessionId session);

    /** The one that the provider gave this id. */
    Optional<StoredConversation> findByOrigin(SessionId session, String origin);

    /**
     * Replaces the conversation. The session's lock is held. If the stored revision is not the one before {@code next}'s,
     * the whole transaction fails and is run again.
     */
    void change(StoredConversation next);

    /** By start, latest first, then by thread, highest first; those after {@code after} in this order. */
    List<StoredConversation> list(UserId owner, Optional<Position> after, int limit);

    /** Those in which something is due before {@code before}, longest first. Without a lock: look again under it. */
    List<Candidate> due(Instant before, int limit);

    /** A place in {@link #list}. */
    record Position(Instant startedAt, ThreadId thread) {}

    /** A conversation that seemed to be of interest. */
    record Candidate(SessionId session, ThreadId thread) {}
}
