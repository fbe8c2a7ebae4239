package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The sessions, and marks of the deleted ones. */
final class SessionRows {

    private final Table<SessionId, Session> sessions;

    private final Lookup<Slot, Session> holders;

    private final Listing<UserId, Moment, Session> byOwner;

    private final Listing<Phase, Moment, Session> byPhase;

    private final Rows<SessionId, Mark> deleted;

    SessionRows(Journal journal) {
        sessions = new Table<>(journal, Session::id);
        holders = sessions.lookup(Slot::heldBy);
        byOwner = sessions.listing(Session::owner, SessionRows::lastActivity, Moment.ORDER);
        byPhase = sessions.listing(
                session -> Optional.of(new Phase(session.kind(), session.status())),
                SessionRows::lastActivity,
                Moment.ORDER);
        deleted = new Rows<>(journal);
    }

    Optional<Session> find(SessionId id) {
        return sessions.find(id);
    }

    Optional<Session> find(SessionAccess access, SessionId id) {
        return sessions.find(id).filter(session -> covers(access, id, session.owner(), session.answerer()));
    }

    boolean isDeleted(SessionAccess access, SessionId id) {
        return deleted.find(id)
                .filter(mark -> covers(access, id, mark.owner(), mark.answerer()))
                .isPresent();
    }

    boolean isKnown(SessionId id) {
        return sessions.has(id) || deleted.has(id);
    }

    /** The session that holds a key. */
    Optional<Session> holder(UserId owner, SessionKind kind, String key) {
        return holders.find(new Slot(Optional.of(owner), kind, key));
    }

    /** Whether the session is to hold a key that another one holds. */
    boolean isHeldByAnother(Session session) {
        return Slot.heldBy(session)
                .flatMap(holders::find)
                .filter(holder -> !holder.id().equals(session.id()))
                .isPresent();
    }

    /** By last activity and id. */
    Ordered<Moment, Session> ofOwner(UserId owner) {
        return byOwner.of(owner);
    }

    /** Those last active before {@code before}, longest ago first. */
    Stream<Session> inactive(SessionKind kind, SessionStatus status, Instant before) {
        return byPhase.of(new Phase(kind, status)).ascendingBefore(Moment.firstAt(before));
    }

    void put(Session session) {
        sessions.put(session);
    }

    /** Leaves nothing but a mark. */
    void bury(Session session) {
        sessions.remove(session);
        deleted.put(session.id(), new Mark(session.owner(), session.answerer()));
    }

    private static Moment lastActivity(Session session) {
        return new Moment(session.lastActivityAt(), session.id().value());
    }

    private static boolean covers(SessionAccess access, SessionId id, Optional<UserId> owner, Answerer answerer) {
        if (access instanceof SessionAccess.Owner of) {
            return owner.equals(Optional.of(of.user()));
        }
        if (access instanceof SessionAccess.Guest guest) {
            return guest.session().equals(id);
        }
        if (access instanceof SessionAccess.Answering by) {
            return answerer.equals(new Answerer.Worker(by.worker()));
        }
        return true;
    }

    /** What one session at a time may hold; all orphans are of the same, absent owner. */
    private record Slot(Optional<UserId> owner, SessionKind kind, String key) {
        static Optional<Slot> heldBy(Session session) {
            return session.status().holdsKey()
                    ? Optional.of(new Slot(session.owner(), session.kind(), session.key()))
                    : Optional.empty();
        }
    }

    private record Phase(SessionKind kind, SessionStatus status) {}

    /** What is left of a deleted session. */
    private record Mark(Optional<UserId> owner, Answerer answerer) {}
}
