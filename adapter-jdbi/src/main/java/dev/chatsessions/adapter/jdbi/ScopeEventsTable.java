package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.LogScope;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.SessionAccess;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The logs of users and workers, each under its scope's name, with their heads. */
final class ScopeEventsTable {

    private static final Insert INSERT_HEAD = Insert.into("scope_heads", "scope, epoch, sequence, logged_at", "scope");

    private static final String END = "delete from ${schema}.scope_heads where scope = ?";

    private static final Insert INSERT = Insert.into(
                    "scope_events", "scope, " + Events.STORED, "data", "${json}", "scope, sequence")
            .ofNew();

    private static final String HEAD =
            "select h.epoch, h.sequence, h.logged_at from ${schema}.scope_heads h where h.scope = ?";

    private static final Change ADVANCE =
            Change.of("scope_heads", "sequence bigint, logged_at timestamptz", "scope text");

    private static final String READ = "select " + Events.COLUMNS + """
             from ${schema}.scope_events e
            left join ${schema}.threads t on t.id = e.thread_id and t.deleted_at is null
            left join ${schema}.sessions s on s.id = t.session_id%s
            left join ${schema}.messages m on m.session_id = s.id and m.id = e.message_id
            where e.scope = ? and e.sequence > ? order by e.scope, e.sequence limit ?""";

    private final Transaction transaction;

    private final Map<LogScope, LogHead> locked = new HashMap<>();

    ScopeEventsTable(Transaction transaction) {
        this.transaction = transaction;
    }

    LogHead lock(LogScope scope, long newEpoch) {
        transaction.requireWriting();
        var held = locked.get(scope);
        if (held != null) {
            return held;
        }
        var trip = transaction.trip();
        var head = lock(trip, scope, newEpoch);
        trip.send();
        return locked(scope, head);
    }

    /** Locks the log's head, and makes it first, unless {@code reason} finds a row behind the lock: then false. */
    boolean lockUnless(LogScope scope, long newEpoch, String reason, Values values) {
        transaction.requireWriting();
        var trip = transaction.trip();
        var head = Optional.of(scope).filter(any -> !locked.containsKey(scope)).map(any -> lock(trip, scope, newEpoch));
        var found = trip.ask(reason, values, row -> true);
        trip.send();
        if (found.first().isPresent()) {
            end(scope);
            return false;
        }
        head.ifPresent(one -> locked(scope, one));
        return true;
    }

    private Answer<Lock> lock(Trip trip, LogScope scope, long newEpoch) {
        var name = scope.toString();
        // Nothing was logged there yet, and to ask for the time would be a trip of its own.
        transaction.insertLater(
                INSERT_HEAD, Values.of(name).and(newEpoch).and(0L).and(Instant.EPOCH));
        return trip.ask(
                HEAD + " for update",
                Values.of(name),
                row -> new Lock(head(scope, row), Columns.time(row, "logged_at")));
    }

    private LogHead locked(LogScope scope, Answer<Lock> found) {
        var lock = found.first().orElseThrow(transaction::again);
        transaction.lockedAt(Optional.of(transaction.now()), lock.loggedAt);
        locked.put(scope, lock.head);
        return lock.head;
    }

    /** Takes away the head of a log, which is locked. */
    void end(LogScope scope) {
        locked.remove(scope);
        transaction.changeLater(END, Values.of(scope.toString()));
    }

    long append(LogScope scope, EventBody body) {
        var head = locked.get(scope);
        if (head == null) {
            throw new IllegalStateException("the log " + scope + " is not locked by this transaction");
        }
        var now = transaction.now();
        var next = new LogHead(scope, head.epoch(), head.sequence() + 1);
        locked.put(scope, next);
        var name = scope.toString();
        var moved = new Values().and(next.sequence()).and(now).and(name);
        transaction.atLast(scope, () -> transaction.changeLater(ADVANCE, moved));
        transaction.insertLater(INSERT, Events.values(Values.of(name), next.sequence(), now, body));
        return next.sequence();
    }

    Optional<LogHead> head(LogScope scope) {
        return locked.containsKey(scope)
                ? Optional.of(locked.get(scope))
                : transaction.first(HEAD, Values.of(scope.toString()), row -> head(scope, row));
    }

    List<LoggedEvent> read(SessionAccess access, LogScope scope, long after, int limit) {
        var right = Access.to(access);
        return transaction.list(
                READ.formatted(right.condition()),
                new Values()
                        .andAll(right.values())
                        .and(scope.toString())
                        .and(after)
                        .and(limit),
                row -> Events.logged(scope, row));
    }

    private static LogHead head(LogScope scope, ResultSet row) throws SQLException {
        return new LogHead(scope, row.getLong("epoch"), row.getLong("sequence"));
    }

    /** A head as its lock found it. */
    private record Lock(LogHead head, Instant loggedAt) {}
}
