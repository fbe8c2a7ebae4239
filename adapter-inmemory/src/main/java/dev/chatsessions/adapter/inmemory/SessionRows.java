package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The sessions, and marks of the deleted ones. */
final class SessionRows {

    private final Journal journal;

    private final Rows<SessionId, KeptSession> sessions;

    /** By their ids. */
    private final Sorted<SessionId, KeptSession> inOrder;

    private final Rows<Slot, KeptSession> holders;

    private final ByActivity byActivity = new ByActivity();

    private final Rows<SessionId, Mark> deleted;

    private final Grouped<UserId, UUID, SessionId> deletedOf;

    SessionRows(Journal journal) {
        this.journal = journal;
        sessions = new Rows<>(journal);
        inOrder = new Sorted<>(journal, Placing.by(KeptSession::id, Order.OF_SESSIONS));
        holders = new Rows<>(journal);
        deleted = new Rows<>(journal);
        deletedOf = new Grouped<>(journal, Placing.by(SessionId::value, Order.OF_IDS));
    }

    Optional<Session> find(SessionId id) {
        return sessions.find(id).flatMap(KeptSession::session);
    }

    Optional<Session> find(SessionAccess access, SessionId id) {
        return kept(access, id).flatMap(KeptSession::session);
    }

    Optional<KeptSession> kept(SessionId id) {
        return sessions.find(id);
    }

    Optional<KeptSession> kept(SessionAccess access, SessionId id) {
        return sessions.find(id).filter(kept -> kept.isSeenBy(access));
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
        return holders.find(new Slot(Optional.of(owner), kind, key)).flatMap(KeptSession::session);
    }

    /** Whether the session is to hold a key that another one holds. */
    boolean isHeldByAnother(Session session) {
        return Slot.heldBy(session)
                .flatMap(holders::find)
                .flatMap(KeptSession::session)
                .filter(holder -> !holder.id().equals(session.id()))
                .isPresent();
    }

    /** Latest first. */
    Stream<Session> all() {
        return sessionsOf(inOrder.descending());
    }

    /** Those whose ids are below this one, latest first. */
    Stream<Session> before(SessionId id) {
        return sessionsOf(inOrder.descendingBefore(id));
    }

    private static Stream<Session> sessionsOf(Stream<KeptSession> kept) {
        return kept.flatMap(each -> each.session().stream());
    }

    /** By last activity and id. */
    Ordered<Moment, Session> ofOwner(UserId owner) {
        return byActivity.ofOwner(owner);
    }

    /** Those last active before {@code before}, longest ago first. */
    Stream<Session> inactive(SessionKind kind, SessionStatus status, Instant before) {
        return byActivity.ofPhase(kind, status).ascendingBefore(Moment.firstAt(before));
    }

    /** Longest unused first; those behind that moment. */
    Stream<Session> unused(SessionKind kind, SessionStatus status, Optional<Moment> after) {
        var all = byActivity.ofPhase(kind, status);
        return after.map(all::ascendingAfter).orElseGet(all::ascending);
    }

    /** Last active then or later, up to {@code most} of each status, latest first; those behind that moment. */
    Stream<Session> used(SessionKind kind, Instant since, Optional<Moment> after, long most) {
        return Arrays.stream(SessionStatus.values())
                .map(status -> byActivity.ofPhase(kind, status))
                .flatMap(all -> after.map(all::descendingBefore)
                        .orElseGet(all::descending)
                        .takeWhile(session -> !session.lastActivityAt().isBefore(since))
                        .limit(most));
    }

    void add(Session session, Log log) {
        var kept = new KeptSession(session.id(), log);
        sessions.put(session.id(), kept);
        inOrder.put(kept);
        change(kept, Optional.of(session));
    }

    void change(KeptSession kept, Session next) {
        change(kept, Optional.of(next));
    }

    /** What is found by it does not change. */
    void touch(KeptSession kept, Instant at) {
        set(kept, kept.session().map(session -> session.touchedAt(at)));
    }

    /** Leaves nothing but a mark. */
    void bury(Session session) {
        sessions.find(session.id()).ifPresent(kept -> change(kept, Optional.empty()));
        sessions.remove(session.id());
        inOrder.remove(session.id());
        deleted.put(session.id(), new Mark(session.owner(), session.answerer()));
        session.owner().ifPresent(owner -> deletedOf.put(owner, session.id()));
    }

    /** The marks of a user's, by id. */
    Ordered<UUID, SessionId> deletedOf(UserId owner) {
        return deletedOf.of(owner);
    }

    /** Leaves not even the mark. */
    void forget(UserId owner, SessionId session) {
        deleted.remove(session);
        deletedOf.remove(owner, session.value());
    }

    private void change(KeptSession kept, Optional<Session> next) {
        var left = kept.session().flatMap(Slot::heldBy);
        var taken = next.flatMap(Slot::heldBy);
        if (!left.equals(taken)) {
            left.ifPresent(holders::remove);
            taken.ifPresent(slot -> holders.put(slot, kept));
        }
        set(kept, next);
    }

    private void set(KeptSession kept, Optional<Session> next) {
        var before = kept.session();
        journal.note(() -> show(kept, before));
        show(kept, next);
    }

    private void show(KeptSession kept, Optional<Session> session) {
        kept.become(session);
        byActivity.follow(kept);
    }

    static boolean covers(SessionAccess access, SessionId id, Optional<UserId> owner, Answerer answerer) {
        if (access instanceof SessionAccess.Owner of) {
            return owner.isPresent() && owner.get().equals(of.user());
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

    /** What is left of a deleted session. */
    private record Mark(Optional<UserId> owner, Answerer answerer) {}
}
