package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.webhook.ListenPreferences;
import java.time.Instant;
import java.util.Collection;
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

    /**
     * Locks the session of that key of whoever the device is linked with, and reads what a delivery into it goes on from.
     * Empty when the device is nobody's, or its owner has no such session, or without access.
     */
    Optional<Hearing> lockHearing(SessionAccess access, DeviceId device, String key, Collection<String> segments);

    /** The same of a session that is locked here. */
    Hearing hearing(Session session, Collection<String> segments);

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

    /**
     * What a delivery goes on from.
     *
     * @param session locked
     * @param open its open conversation
     * @param thread that one's; empty when it was deleted
     * @param previous of those that are over, the one of the highest thread
     * @param known of the segments that were asked for, those that are known
     * @param preferences its owner's
     */
    record Hearing(
            Session session,
            Optional<StoredConversation> open,
            Optional<ChatThread> thread,
            Optional<StoredConversation> previous,
            List<StoredSegment> known,
            Optional<ListenPreferences> preferences) {
        public Hearing {
            requireNonNull(session, "session");
            requireNonNull(open, "open");
            requireNonNull(thread, "thread");
            requireNonNull(previous, "previous");
            known = List.copyOf(known);
            requireNonNull(preferences, "preferences");
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
