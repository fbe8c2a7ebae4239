package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.SessionAccess;
import java.util.List;
import java.util.Optional;

/** The logs of sessions. */
final class SessionEventsTable {

    private static final Insert INSERT = Insert.into(
                    "session_events", "session_id, " + Events.STORED, "data", "${json}", "session_id, sequence")
            .ofNew()
            .ofMany("uuid, " + Events.STORED_TYPES);

    private static final String IN_SESSION =
            " exists (select 1 from ${schema}.sessions s where s.id = %s.session_id%s)";

    private static final String HEAD = "select s.epoch, s.sequence from ${schema}.sessions s where s.id = ?";

    private static final String READ = "select " + Events.COLUMNS
            + """
             from ${schema}.session_events e
            left join ${schema}.messages m on m.session_id = e.session_id and m.id = e.message_id
            where e.session_id = ? and e.sequence > ? and"""
            + IN_SESSION + Events.OF_LIVING_THREADS + " order by e.session_id, e.sequence limit %s";

    private static final String DELTAS =
            """
            select e.delta_offset, e.delta from ${schema}.session_events e
            where e.session_id = ? and e.sequence > ? and e.reply_id = ? and e.delta is not null and""" + IN_SESSION + Events.OF_LIVING_THREADS + " order by e.session_id, e.sequence";

    private static final String LAST_DELTAS = """
            select e.sequence from ${schema}.session_events e
            where e.session_id = ? and e.sequence > ? and e.reply_id = ? and e.delta is not null
            order by e.session_id desc, e.reply_id desc, e.sequence desc limit 1 offset ?""";

    private static final String TRIM = """
            delete from ${schema}.session_events
            where session_id = ? and sequence > ? and reply_id = ? and delta is not null""";

    private static final String CLEAR = """
            delete from ${schema}.session_events
            where session_id = ? and thread_id = ? and (message_id is not null or reply_id is not null)""";

    private final Transaction transaction;

    private final SessionHeads heads;

    SessionEventsTable(Transaction transaction, SessionHeads heads) {
        this.transaction = transaction;
        this.heads = heads;
    }

    long append(SessionId session, EventBody body) {
        var now = transaction.now();
        var sequence = heads.advance(session, now);
        transaction.insertLater(INSERT, Events.values(Values.of(session.value()), sequence, now, body));
        return sequence;
    }

    Optional<LogHead> head(SessionAccess access, LogScope.OfSession scope) {
        var right = Access.to(access);
        var stored = transaction.first(
                HEAD + right.condition(),
                Values.of(scope.session().value()).andAll(right.values()),
                row -> new LogHead(scope, row.getLong("epoch"), row.getLong("sequence")));
        return stored.map(head -> heads.isHeld(scope.session())
                ? new LogHead(scope, head.epoch(), heads.held(scope.session()).sequence())
                : head);
    }

    List<LoggedEvent> read(SessionAccess access, LogScope.OfSession scope, long after, int limit) {
        var right = Access.to(access);
        return transaction.list(
                READ.formatted("e", right.condition(), limit),
                Values.of(scope.session().value()).and(after).andAll(right.values()),
                row -> Events.logged(scope, row));
    }

    List<Delta> deltas(SessionAccess access, SessionId session, ReplyId reply, long afterSequence) {
        var right = Access.to(access);
        return transaction.list(
                DELTAS.formatted("e", right.condition()),
                Values.of(session.value()).and(afterSequence).and(reply.value()).andAll(right.values()),
                row -> Events.delta(row));
    }

    int trim(SessionId session, ReplyId reply, long afterSequence, int limit) {
        var deltas = Values.of(session.value()).and(afterSequence).and(reply.value());
        var kept = transaction.first(LAST_DELTAS, deltas.and(limit), row -> row.getLong("sequence"));
        return transaction.change(
                TRIM, Values.of(session.value()).and(kept.orElse(afterSequence)).and(reply.value()));
    }

    void clear(SessionId session, ThreadId thread) {
        transaction.changeLater(CLEAR, Values.of(session.value()).and(thread.value()));
    }
}
