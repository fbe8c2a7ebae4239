package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.SessionId;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The narrow row per session that orders its log: who holds its lock may write below the session. */
final class SessionHeadsTable {

    private static final String LOCK = """
            select h.session_id, h.epoch, h.sequence, h.logged_at from ${schema}.session_heads h
            where h.session_id = %s and exists (select 1 from ${schema}.sessions s where s.id = h.session_id%s)
            for update%s""";

    private static final String ADVANCE =
            "update ${schema}.session_heads set sequence = ?, logged_at = ? where session_id = ?";

    static final Row<Head> ROW = row -> new Head(
            Columns.id(row, "session_id"),
            row.getLong("epoch"),
            row.getLong("sequence"),
            Columns.time(row, "logged_at"));

    private final Transaction transaction;

    private final Map<UUID, Head> locked = new HashMap<>();

    SessionHeadsTable(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Locks the head of the session that {@code session}, an expression over {@code id}, names. */
    Answer<Head> lock(Trip trip, String session, UUID id, SessionAccess access, boolean waiting) {
        transaction.requireWriting();
        var right = Access.to(access);
        return trip.ask(
                LOCK.formatted(session, right.condition(), waiting ? "" : " skip locked"),
                Values.of(id).andAll(right.values()),
                ROW);
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
        var next = new Head(head.session, head.epoch, head.sequence + 1, at);
        locked.put(head.session, next);
        transaction.changeLast(
                session, ADVANCE, new Values().and(next.sequence).and(at).and(next.session));
        return next.sequence;
    }

    record Head(UUID session, long epoch, long sequence, Instant loggedAt) {}
}
