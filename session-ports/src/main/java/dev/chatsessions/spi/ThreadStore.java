package dev.chatsessions.spi;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.SessionThread;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.UserMessages;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps threads. Those of deleted sessions, and deleted ones, are found by {@link #isDeleted} only. */
public interface ThreadStore {

    /** Keeps a new thread; false, and nothing kept, when the session has one of that key. */
    boolean insert(ChatThread thread);

    /** The thread as it stands, without a lock; empty when there is none, or without access. */
    Optional<ChatThread> find(SessionAccess access, ThreadId thread);

    /** The session's thread of that key; empty when there is none, or without access. */
    Optional<ChatThread> findByKey(SessionAccess access, SessionId session, String key);

    /** Each of these sessions' thread of that key, where there is one and the session may be accessed. */
    Map<SessionId, ChatThread> findByKey(SessionAccess access, Collection<SessionId> sessions, String key);

    /** The thread at that path with its session, while both hold their keys. */
    Optional<SessionThread> findByPath(UserId owner, ThreadPath path);

    /** By id, highest first; those below {@code before}. */
    List<ChatThread> list(SessionAccess access, SessionId session, Optional<ThreadId> before, int limit);

    /**
     * Of each of these sessions the threads whose last message was at {@code since} or later: by that time, latest first,
     * then by id, highest first, up to {@code each}.
     */
    Map<SessionId, List<ChatThread>> used(
            SessionAccess access, Collection<SessionId> sessions, Instant since, int each);

    /**
     * How many messages the users have in their sessions of this kind that were last active at {@code since} or later: most
     * first, then by user, up to {@code limit}.
     */
    List<UserMessages> messages(SessionKind kind, Instant since, int limit);

    /** Locks the thread's session as {@link SessionStore#lock} does, and then reads both. */
    Optional<LockedThread> lock(SessionAccess access, ThreadId thread);

    /**
     * As {@link #lock}, of many at once, each with an access of its own: those whose sessions no other transaction holds,
     * in any order, without waiting.
     */
    List<LockedThread> tryLockAll(Map<ThreadId, SessionAccess> threads);

    /** Replaces title and version if the version is still {@code expectedVersion}; otherwise false. */
    boolean change(ChatThread next, long expectedVersion);

    /**
     * Records where the thread stands: last message, last position, message count, usage and cleared-through. The
     * session's lock is held.
     */
    void record(ChatThread next);

    /** The highest cleared-through of the session's threads; 0 when none was ever cleared. */
    long clearedThrough(SessionAccess access, SessionId session);

    /** Whether there was such a thread and it was deleted, or its session was. */
    boolean isDeleted(SessionAccess access, ThreadId thread);

    /** Makes the thread, and everything below it, invisible for good and frees its key. */
    void delete(ThreadId thread, Instant at);

    /** A thread whose session's log head this transaction holds. */
    record LockedThread(LockedSession locked, ChatThread thread) {}
}
