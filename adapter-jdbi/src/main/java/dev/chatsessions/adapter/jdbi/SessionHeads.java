package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.SessionId;
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

    private static final String ADVANCE_AND_TOUCH = """
            update ${schema}.sessions set sequence = ?, logged_at = ?,
            last_activity_at = greatest(last_activity_at, ?), activity_slot = greatest(activity_slot, ?) where id = ?""";

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
        move(new Head(head.session, head.epoch, head.sequence + 1, at, head.waitingFor, head.touchedAt));
        return head.sequence + 1;
    }

    /** The session was used. */
    void touch(SessionId session, Instant at) {
        var head = held(session);
        var touchedAt = head.touchedAt.filter(at::isBefore).or(() -> Optional.of(at));
        move(new Head(head.session, head.epoch, head.sequence, head.loggedAt, head.waitingFor, touchedAt));
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
                at -> transaction.changeLater(
                        ADVANCE_AND_TOUCH,
                        moved.and(at).and(SessionRow.slot(at)).and(head.session)),
                () -> transaction.changeLater(ADVANCE, moved.and(head.session)));
    }

    /** Another answerer is to answer, if the session is locked here. */
    void answeredBy(UUID session, String waitingFor) {
        locked.computeIfPresent(
                session,
                (id, head) -> new Head(id, head.epoch, head.sequence, head.loggedAt, waitingFor, head.touchedAt));
    }

    /**
     * A head.
     *
     * @param waitingFor how a reply of the session says for whom it waits
     * @param touchedAt when this transaction last used the session
     */
    record Head(
            UUID session,
            long epoch,
            long sequence,
            Instant loggedAt,
            String waitingFor,
            Optional<Instant> touchedAt) {}
}
