package dev.chatsessions.adapter.jdbi;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Removes what lies below deleted sessions and threads, a bounded number of rows at a time and one owner after the
 * other; nodes that purge at the same moment take different ones. The deleted rows themselves stay as marks.
 */
final class Purge {

    private static final String NEXT_SESSION = """
            select s.id from ${schema}.sessions s where s.purge_due > timestamp with time zone '1970-01-01 00:00:00+00'
            limit 1 for update skip locked""";

    private static final String NEXT_THREAD = """
            select t.session_id, t.id from ${schema}.threads t
            where t.purge_due > timestamp with time zone '1970-01-01 00:00:00+00'
            limit 1 for update skip locked""";

    private static final String PURGED = "purge_due = null, title = null";

    private static final String SESSION_PURGED = "update ${schema}.sessions set " + PURGED + " where id = ?";

    private static final String THREAD_PURGED =
            "update ${schema}.threads set " + PURGED + " where session_id = ? and id = ?";

    private static final List<Below> BELOW_SESSION = List.of(
            Below.removed("messages", "session_id = ?", "session_id, thread_id, position"),
            Below.removed("session_events", "session_id = ?", "session_id, sequence"),
            Below.removed("replies", "session_id = ?", "session_id, id"),
            Below.removed("permission_requests", "session_id = ?", "session_id, reply_id, request_id, fence"),
            Below.removed("session_state", "session_id = ?", "session_id, state_key"),
            Below.removed("join_tokens", "session_id = ?", "session_id, id"),
            Below.removed("session_labels", "session_id = ?", "session_id, name"),
            Below.removed("session_counters", "session_id = ?", "session_id, name"),
            Below.removed("session_attributes", "session_id = ?", "session_id"),
            Below.removed("assignments", "session_id = ?", "session_id"),
            Below.removed("presences", "session_id = ?", "session_id, id"),
            Below.removed("segments", "session_id = ?", "session_id, segment_key"),
            Below.removed("device_answers", "session_id = ?", "session_id"),
            Below.removed("conversations", "session_id = ?", "session_id, thread_id"),
            Below.changed(
                    "threads",
                    PURGED,
                    "session_id = ? and (purge_due is not null or title is not null)",
                    "session_id, id"));

    private static final List<Below> BELOW_THREAD = List.of(
            Below.removed("messages", "session_id = ? and thread_id = ?", "session_id, thread_id, position"),
            Below.removed(
                    "session_events",
                    "session_id = ? and thread_id = ? and (message_id is not null or reply_id is not null)",
                    "session_id, sequence"),
            Below.removed("replies", "session_id = ? and thread_id = ?", "session_id, id"),
            Below.removed(
                    "permission_requests",
                    "session_id = ? and thread_id = ?",
                    "session_id, reply_id, request_id, fence"),
            Below.removed("conversations", "session_id = ? and thread_id = ?", "session_id, thread_id"));

    private final Transaction transaction;

    Purge(Transaction transaction) {
        this.transaction = transaction;
    }

    int purge(int limit) {
        transaction.requireWriting();
        var removed = 0;
        while (removed < limit) {
            var session = nextSession();
            var thread = session.isPresent() ? Optional.<Values>empty() : nextThread();
            if (session.isPresent()) {
                removed += remove(session.get(), BELOW_SESSION, SESSION_PURGED, limit - removed);
            } else if (thread.isPresent()) {
                removed += remove(thread.get(), BELOW_THREAD, THREAD_PURGED, limit - removed);
            } else {
                return removed;
            }
        }
        return removed;
    }

    private Optional<Values> nextSession() {
        return transaction.first(NEXT_SESSION, Values.none(), row -> Values.of(Columns.id(row, "id")));
    }

    private Optional<Values> nextThread() {
        return transaction.first(
                NEXT_THREAD,
                Values.none(),
                row -> Values.of(Columns.id(row, "session_id")).and(Columns.id(row, "id")));
    }

    private int remove(Values owner, List<Below> tables, String purged, int limit) {
        var removed = 0;
        for (var below : tables) {
            removed += transaction.change(
                    below.statement.apply(transaction.dialect()),
                    new Values().andAll(owner).and(limit - removed));
            if (removed == limit) {
                return removed;
            }
        }
        transaction.changeLater(purged, new Values().andAll(owner));
        return removed;
    }

    /** Some of the rows that hang on the one that was deleted, as many as the statement's last parameter says. */
    private record Below(Function<Dialect, String> statement) {

        static Below removed(String table, String condition, String order) {
            return new Below(dialect -> dialect.deleteSome(table, condition, order));
        }

        /** Such as stay as marks. */
        static Below changed(String table, String changes, String condition, String order) {
            return new Below(dialect -> dialect.changeSome(table, changes, condition, order));
        }
    }
}
