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

    private static final Change ADVANCE = Change.of("sessions", "sequence bigint, logged_at timestamptz", "id uuid");

    private static final Change ADVANCE_AND_TOUCH = Change.of(
            "sessions",
            "sequence bigint, logged_at timestamptz, last_activity_at timestamptz, activity_slot timestamptz",
            "id uuid");

    private final Transaction transaction;

    private final Map<UUID, Head> locked = new HashMap<>();

    SessionHeads(Transaction transaction) {
        this.transaction = transaction;
    }

    static Head read(ResultSet row) throws SQLException {
        return new Head(
                Columns.id(row, "id"),
                row.getLong("epoch"),
                row.getLong("sequence"),
                Columns.time(row, "logged_at"),
                row.getString("answerer")
                        + ":"
                        + Columns.optionalText(row, "answerer_worker").orElse(""),
                Columns.time(row, "last_activity_at"),
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
        var head = held(session);
        var next = head.sequence + 1;
        move(new Head(head.session, head.epoch, next, at, head.waitingFor, head.lastActivityAt, head.touchedAt));
        return next;
    }

    /** The session was used. */
    void touch(SessionId session, Instant at) {
        var head = held(session);
        var touchedAt = Optional.of(head.touchedAt.filter(at::isBefore).orElse(at));
        move(new Head(
                head.session,
                head.epoch,
                head.sequence,
                head.loggedAt,
                head.waitingFor,
                head.lastActivityAt,
                touchedAt));
    }

    /** Has what is read next of sessions show what was said of them here. */
    void settle() {
        if (locked.values().stream().anyMatch(head -> head.touchedAt.isPresent())) {
            transaction.settle();
        }
    }

    private void move(Head next) {
        locked.put(next.session, next);
        transaction.atLast(next.session, () -> keep(next));
    }

    private void keep(Head head) {
        var moved = new Values().and(head.sequence).and(head.loggedAt);
        head.touchedAt.ifPresentOrElse(
                touchedAt -> {
                    var at = touchedAt.isBefore(head.lastActivityAt) ? head.lastActivityAt : touchedAt;
                    transaction.changeLater(
                            ADVANCE_AND_TOUCH,
                            moved.and(at).and(SessionRow.slot(at)).and(head.session));
                },
                () -> transaction.changeLater(ADVANCE, moved.and(head.session)));
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
            Optional<Instant> touchedAt) {}
}
