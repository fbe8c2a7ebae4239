package dev.chatsessions.spi;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps sessions and the heads of their logs. Deleted ones are found by {@link #isDeleted} only. */
public interface SessionStore {

    /**
     * Keeps a new session and the head of its log, at sequence 0, locked by this transaction. False, and nothing kept,
     * when its owner has a session of that kind whose status holds that key; a racing one is waited for.
     */
    boolean insert(Session session, long epoch);

    /**
     * As {@link #insert}, of a session that is known under its own id, made just now: nobody else holds that key, or the
     * whole transaction fails.
     */
    void add(Session session, long epoch);

    /** The session as it stands, without a lock; empty when there is none, or without access. */
    Optional<Session> find(SessionAccess access, SessionId session);

    /** The session that holds this key. */
    Optional<Session> findByKey(UserId owner, SessionKind kind, String key);

    /** By last activity, latest first, then by id, highest first; those after {@code after} in this order. */
    List<Session> list(UserId owner, SessionFilter filter, Optional<Position> after, int limit);

    /** Everybody's, orphans too, by id, highest first; those below {@code before}. */
    List<Session> listAll(Optional<SessionKind> kind, Optional<SessionId> before, int limit);

    /** Waits for the session's log head, locks it to the end of the transaction, and then reads the session. */
    Optional<LockedSession> lock(SessionAccess access, SessionId session);

    /** As {@link #lock}, but empty, without waiting, when another transaction holds the lock. */
    Optional<LockedSession> tryLock(SessionAccess access, SessionId session);

    /** As {@link #tryLock}, of those of these sessions that no other transaction holds; in no particular order. */
    List<LockedSession> tryLockAll(SessionAccess access, List<SessionId> sessions);

    /** Replaces the session if its version is still {@code expectedVersion}; otherwise false, and nothing changes. */
    boolean change(Session next, long expectedVersion);

    /**
     * Replaces a session that is locked. If the stored version is not the one before {@code next}'s, the whole transaction
     * fails and is run again.
     */
    void replace(Session next);

    /** Moves the last activity forward; an earlier time than the stored one changes nothing. */
    void touch(SessionId session, Instant lastActivityAt);

    /** Whether there was such a session and it was deleted. */
    boolean isDeleted(SessionAccess access, SessionId session);

    /** Makes the session, and everything below it, invisible for good and frees its key. */
    void delete(SessionId session, Instant at);

    /**
     * Removes for real up to {@code limit} rows that belong to deleted sessions and threads, leaving the marks that
     * {@code isDeleted} needs. Returns how many were removed; 0 when nothing is left.
     */
    int purgeDeleted(int limit);

    /** Sessions of this kind and status without activity since {@code before}, longest first. Without a lock. */
    List<SessionId> inactive(SessionKind kind, SessionStatus status, Instant before, int limit);

    /** The same as they stand: by last activity, longest ago first, then by id; those behind {@code after} in this order. */
    List<Session> unused(SessionKind kind, SessionStatus status, Instant before, Optional<Position> after, int limit);

    /**
     * Of this kind, in whatever status, last active at {@code since} or later: by last activity, latest first, then by id,
     * highest first; those after {@code after} in this order.
     */
    List<Session> used(SessionKind kind, Instant since, Optional<Position> after, int limit);

    /** A place in {@link #list}, {@link #used} or {@link #unused}. */
    record Position(Instant lastActivityAt, SessionId id) {}
}
