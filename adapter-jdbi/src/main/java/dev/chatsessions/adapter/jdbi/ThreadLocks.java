package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.ThreadStore.LockedThread;
import dev.chatsessions.thread.ChatThread;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Locks threads by their sessions, and reads what stands behind the locks. */
final class ThreadLocks {

    private static final String SESSION_OF =
            "(select t.session_id from ${schema}.threads t where t.id = ? and t.deleted_at is null)";

    private static final String OF_EACH = " from " + Rights.TABLE + """
             join ${schema}.threads t on t.id = v.c0 join ${schema}.sessions s on s.id = t.session_id
            where t.deleted_at is null and\s""" + Rights.CONDITION;

    private static final String SESSIONS_OF = "any (array(select s.id" + OF_EACH + "))";

    private static final String BEHIND = "select " + SessionsTable.READ_AT + ", " + ThreadsTable.COLUMNS;

    private static final String FIND = BEHIND + ThreadsTable.FROM + " and t.id = ?";

    private static final String FIND_ALL = BEHIND + OF_EACH;

    private static final Row<Found> FOUND = row -> found(row);

    private final Transaction transaction;

    private final SessionsTable sessions;

    ThreadLocks(Transaction transaction, SessionsTable sessions) {
        this.transaction = transaction;
        this.sessions = sessions;
    }

    Optional<LockedThread> lock(SessionAccess access, ThreadId thread) {
        return lock(access, thread, true);
    }

    private Optional<LockedThread> lock(SessionAccess access, ThreadId thread, boolean waiting) {
        var trip = transaction.trip();
        var locking = lock(trip, access, thread, waiting);
        trip.send();
        return locking.locked();
    }

    /** A lock that is waited for. */
    Locking lock(Trip trip, SessionAccess access, ThreadId thread) {
        return lock(trip, access, thread, true);
    }

    private Locking lock(Trip trip, SessionAccess access, ThreadId thread, boolean waiting) {
        var right = Access.to(access);
        var lock = sessions.lock(trip, SESSION_OF, thread.value(), access, waiting);
        var found = trip.ask(FIND + right.condition(), Values.of(thread.value()).andAll(right.values()), FOUND);
        return new Locking(lock, found);
    }

    List<LockedThread> tryLockAll(Map<ThreadId, SessionAccess> wanted) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        if (!transaction.dialect().pipelines()) {
            return wanted.entrySet().stream()
                    .flatMap(one -> lock(one.getValue(), one.getKey(), false).stream())
                    .toList();
        }
        var rights = Rights.values(wanted);
        var trip = transaction.trip();
        var locks = sessions.tryLockAll(trip, SESSIONS_OF, rights);
        var found = trip.ask(FIND_ALL, rights, FOUND);
        trip.send();
        var locked = sessions.allLocked(locks, found.first().flatMap(Found::readAt));
        return found.rows().stream()
                .filter(behind -> locked.containsKey(behind.thread.session()))
                .map(behind -> new LockedThread(locked.get(behind.thread.session()), behind.thread))
                .toList();
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(SessionsTable.readAt(row), ThreadsTable.ROW.read(row));
    }

    private record Found(Optional<Instant> readAt, ChatThread thread) {}

    /** A lock on its way. */
    final class Locking {

        private final Answer<SessionsTable.Lock> lock;

        private final Answer<Found> found;

        private Locking(Answer<SessionsTable.Lock> lock, Answer<Found> found) {
            this.lock = lock;
            this.found = found;
        }

        /** The thread, once it was read. */
        Optional<ChatThread> thread() {
            return found.first().map(Found::thread);
        }

        Optional<LockedThread> locked() {
            return found.first()
                    .flatMap(behind -> sessions.locked(lock, behind.readAt)
                            .map(locked -> new LockedThread(locked, behind.thread)));
        }
    }
}
