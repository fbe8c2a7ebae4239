package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The columns of a session that order its log: who holds the lock of its row may write below the session. What a
 * transaction moves there, and the last activity, is one update just before the commit.
 */
final class SessionHeads {

    private static final Insert INSERT = SessionsTable.INSERT.ofNew();

    private static final Change ADVANCE = Change.of("sessions", "sequence bigint, logged_at timestamptz", "id uuid");

    private static final Change ADVANCE_AND_TOUCH = Change.of(
            "sessions",
            "sequence bigint, logged_at timestamptz, last_activity_at timestamptz, activity_slot timestamptz",
            "id uuid");

    private static final Change ADVANCE_AND_REPLACE = Change.of(
            "sessions",
            "owner_key text, kind text, held_key text, session_key text, title text, status text, answerer text, "
                    + "answerer_worker text, last_activity_at timestamptz, activity_slot timestamptz, ended_at timestamptz, "
                    + "version bigint, sequence bigint, logged_at timestamptz",
            "id uuid",
            "version bigint");

    private final Transaction transaction;

    private final Map<UUID, Head> locked = new HashMap<>();

    /** Rows that are to be written whole, and their heads with them. */
    private final Map<UUID, Runnable> pending = new HashMap<>();

    SessionHeads(Transaction transaction) {
        this.transaction = transaction;
    }

    /** The head of a session that was read from the same row. */
    static Head read(Session session, ResultSet row) throws SQLException {
        return new Head(
                session.id().value(),
                row.getLong("epoch"),
                row.getLong("sequence"),
                Columns.time(row, "logged_at"),
                SessionRow.waitingFor(session.answerer()),
                session.lastActivityAt(),
                Optional.empty());
    }

    /** The head as this transaction has it, once it was locked or made here. */
    Head held(Head head) {
        return locked.computeIfAbsent(head.session, id -> head);
    }

    /** The head is this transaction's until it ends. */
    boolean isHeld(SessionId session) {
        return locked.containsKey(session.value());
    }

    Head held(SessionId session) {
        var head = locked.get(session.value());
        if (head == null) {
            throw new IllegalStateException("session " + session + " is not locked by this transaction");
        }
        return head;
    }

    /** The next sequence of the session's log. */
    long advance(SessionId session, Instant at) {
        var next = held(session).at(at);
        move(next);
        return next.sequence;
    }

    /** The session was used. */
    void touch(SessionId session, Instant at) {
        move(held(session).touched(at));
    }

    /** The session is new, and no other can have its key. */
    void add(Session session, Head head) {
        held(head);
        pending.put(head.session, () -> insert(session));
        move(head);
    }

    /** The session becomes another one. */
    void replace(Session next) {
        if (pending.containsKey(next.id().value())) {
            transaction.settle();
        }
        pending.put(next.id().value(), () -> replaceNow(next));
        move(held(next.id()));
    }

    /** Has what is read next of sessions show what was said of them here. */
    void settle() {
        if (!pending.isEmpty() || locked.values().stream().anyMatch(head -> head.touchedAt.isPresent())) {
            transaction.settle();
        }
    }

    private void move(Head next) {
        locked.put(next.session, next);
        var whole = pending.get(next.session);
        if (whole != null) {
            transaction.soon(next.session, whole);
        } else {
            transaction.atLast(next.session, () -> keep(next));
        }
    }

    private void keep(Head head) {
        var moved = new Values().and(head.sequence).and(head.loggedAt);
        if (head.touchedAt.isEmpty()) {
            transaction.changeLater(ADVANCE, moved.and(head.session));
            return;
        }
        var at = head.usedAt();
        transaction.changeLater(
                ADVANCE_AND_TOUCH, moved.and(at).and(SessionRow.slot(at)).and(head.session));
    }

    private void insert(Session session) {
        var head = kept(session.id());
        transaction.insertLater(
                INSERT,
                SessionRow.all(session.touchedAt(head.usedAt()))
                        .and(head.epoch)
                        .and(head.sequence)
                        .and(head.loggedAt));
    }

    private void replaceNow(Session next) {
        var head = kept(next.id());
        transaction.mustChangeLater(
                ADVANCE_AND_REPLACE,
                SessionRow.changeable(next.touchedAt(head.usedAt()))
                        .and(head.sequence)
                        .and(head.loggedAt)
                        .and(next.id().value())
                        .and(next.version() - 1));
    }

    /** The head, of which nothing is left to be written. */
    private Head kept(SessionId session) {
        pending.remove(session.value());
        return held(session);
    }

    /** The session's row was changed, if it is locked here. */
    void changed(Session session) {
        locked.computeIfPresent(
                session.id().value(),
                (id, head) -> new Head(
                        id,
                        head.epoch,
                        head.sequence,
                        head.loggedAt,
                        SessionRow.waitingFor(session.answerer()),
                        session.lastActivityAt(),
                        head.touchedAt));
    }

    /**
     * A head.
     *
     * @param waitingFor how a reply of the session says for whom it waits
     * @param lastActivityAt as its row has it
     * @param touchedAt when this transaction last used the session
     */
    record Head(
            UUID session,
            long epoch,
            long sequence,
            Instant loggedAt,
            String waitingFor,
            Instant lastActivityAt,
            Optional<Instant> touchedAt) {

        Head at(Instant at) {
            return new Head(session, epoch, sequence + 1, at, waitingFor, lastActivityAt, touchedAt);
        }

        Head touched(Instant at) {
            var latest = touchedAt.filter(at::isBefore).orElse(at);
            return new Head(session, epoch, sequence, loggedAt, waitingFor, lastActivityAt, Optional.of(latest));
        }

        /** When the session was used last. */
        Instant usedAt() {
            return touchedAt.filter(lastActivityAt::isBefore).orElse(lastActivityAt);
        }
    }
}
