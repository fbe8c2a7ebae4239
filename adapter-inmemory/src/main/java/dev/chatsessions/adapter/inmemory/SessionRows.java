package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;

/** The sessions, and marks of the deleted ones. */
final class SessionRows {

    private final Rows<SessionId, Session> sessions;

    private final Rows<Slot, SessionId> holders;

    private final Grouped<UserId, Moment, Session> byOwner;

    private final Grouped<Phase, Moment, SessionId> byPhase;

    private final Rows<SessionId, Mark> deleted;

    SessionRows(Journal journal) {
        sessions = new Rows<>(journal);
        holders = new Rows<>(journal);
        byOwner = new Grouped<>(journal, Moment::compareTo);
        byPhase = new Grouped<>(journal, Moment::compareTo);
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

    Optional<Session> holder(Optional<UserId> owner, SessionKind kind, String key) {
        return holders.find(new Slot(owner, kind, key)).flatMap(sessions::find);
    }

    /** By last activity and id. */
    NavigableMap<Moment, Session> ofOwner(UserId owner) {
        return byOwner.of(owner);
    }

    /** Those last active before {@code before}, longest ago first. */
    Collection<SessionId> inactive(SessionKind kind, SessionStatus status, Instant before) {
        return byPhase.of(new Phase(kind, status))
                .headMap(Moment.firstAt(before), false)
                .values();
    }

    void add(Session session) {
        sessions.put(session.id(), session);
        if (session.status().holdsKey()) {
            holders.put(Slot.of(session), session.id());
        }
        session.owner().ifPresent(owner -> byOwner.put(owner, place(session), session));
        byPhase.put(Phase.of(session), place(session), session.id());
    }

    void remove(Session session) {
        sessions.remove(session.id());
        if (session.status().holdsKey()) {
            holders.remove(Slot.of(session));
        }
        session.owner().ifPresent(owner -> byOwner.remove(owner, place(session)));
        byPhase.remove(Phase.of(session), place(session));
    }

    void replace(Session before, Session next) {
        remove(before);
        add(next);
    }

    /** Leaves nothing but a mark. */
    void bury(Session session) {
        remove(session);
        deleted.put(session.id(), new Mark(session.owner(), session.answerer()));
    }

    private static Moment place(Session session) {
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
        static Slot of(Session session) {
            return new Slot(session.owner(), session.kind(), session.key());
        }
    }

    private record Phase(SessionKind kind, SessionStatus status) {
        static Phase of(Session session) {
            return new Phase(session.kind(), session.status());
        }
    }

    /** What is left of a deleted session. */
    private record Mark(Optional<UserId> owner, Answerer answerer) {}
}
