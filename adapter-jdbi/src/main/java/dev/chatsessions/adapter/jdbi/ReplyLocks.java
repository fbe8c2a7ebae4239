package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ReplyId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.ReplyStore.LockedTurn;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.ChatThread;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Locks replies, and threads that are to have one, by their sessions, and reads what stands behind the locks. */
final class ReplyLocks {

    private static final String SESSION_OF = "(select r.session_id from ${schema}.replies r where r.id = ?)";

    private static final String SESSIONS_OF = """
            any (array(select s.id from ${schema}.replies r join ${schema}.sessions s on s.id = r.session_id
            where r.id = any (cast(? as uuid[]))%s))""";

    private static final String LOCKED = "select " + SessionsTable.READ_AT + ", " + ThreadsTable.COLUMNS + ", "
            + RepliesTable.COLUMNS + """
            , not exists (select 1 from ${schema}.replies o
                where o.open_thread = r.thread_id and o.id <> r.id) as alone""" + RepliesTable.FROM;

    private static final String FIND_LOCKED = LOCKED + " r.id = ?";

    private static final String FIND_ALL_LOCKED = LOCKED + " r.id = any (cast(? as uuid[]))";

    private static final Row<Found> FOUND = row -> new Found(
            SessionsTable.readAt(row), ThreadsTable.ROW.read(row), RepliesTable.stored(row), row.getBoolean("alone"));

    private final Transaction transaction;

    private final SessionsTable sessions;

    private final ThreadLocks threads;

    ReplyLocks(Transaction transaction, SessionsTable sessions, ThreadLocks threads) {
        this.transaction = transaction;
        this.sessions = sessions;
        this.threads = threads;
    }

    Optional<LockedReply> lock(SessionAccess access, ReplyId reply, boolean waiting) {
        var right = Access.to(access);
        var trip = transaction.trip();
        var lock = sessions.lock(trip, SESSION_OF, reply.value(), access, waiting);
        var found = trip.ask(
                FIND_LOCKED + right.condition(), Values.of(reply.value()).andAll(right.values()), FOUND);
        trip.send();
        return found.first()
                .flatMap(behind -> sessions.locked(lock, behind.readAt).map(behind::in));
    }

    List<LockedReply> tryLockAll(SessionAccess access, List<ReplyId> replies) {
        if (!transaction.dialect().pipelines()) {
            return replies.stream()
                    .flatMap(reply -> lock(access, reply, false).stream())
                    .toList();
        }
        var right = Access.to(access);
        var ids = replies.stream().map(ReplyId::value).toList();
        var trip = transaction.trip();
        var locks = sessions.tryLockAll(
                trip,
                SESSIONS_OF.formatted(right.condition()),
                new Values().andIds(ids).andAll(right.values()));
        var found = trip.ask(
                FIND_ALL_LOCKED + right.condition(), new Values().andIds(ids).andAll(right.values()), FOUND);
        trip.send();
        var locked = sessions.allLocked(locks, found.first().flatMap(Found::readAt));
        return found.rows().stream()
                .filter(behind -> locked.containsKey(behind.thread.session()))
                .map(behind -> behind.in(locked.get(behind.thread.session())))
                .toList();
    }

    Optional<LockedTurn> lockTurn(SessionAccess access, ThreadId thread, int messages) {
        var trip = transaction.trip();
        var locking = threads.lock(trip, access, thread);
        var open = RepliesTable.open(trip, access, thread);
        var newest = MessagesTable.newest(trip, access, thread, Long.MAX_VALUE, messages, locking::thread);
        var budgets = BudgetsTable.ofOwner(trip, thread);
        trip.send();
        return locking.locked()
                .map(both -> new LockedTurn(
                        both.locked(),
                        both.thread(),
                        open.rows(),
                        MessagesTable.oldestFirst(newest.get()),
                        budgets.rows()));
    }

    private record Found(Optional<Instant> readAt, ChatThread thread, StoredReply stored, boolean alone) {

        LockedReply in(LockedSession session) {
            return new LockedReply(session, thread, stored, alone);
        }
    }
}
