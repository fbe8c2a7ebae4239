package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sessions. */
final class SessionsTable implements SessionStore {

    static final Insert INSERT = Insert.into(
            "sessions",
            "id, created_at, owner_key, kind, held_key, session_key, title, status, answerer, answerer_worker, "
                    + "last_activity_at, activity_slot, ended_at, version, epoch, sequence, logged_at",
            "owner_key, kind, held_key");

    private static final String FIND = "select " + SessionRow.COLUMNS + " from ${schema}.sessions s where s.id = ?";

    private static final String LOCK = "select " + SessionRow.COLUMNS + ", s.epoch, s.sequence, s.logged_at"
            + " from ${schema}.sessions s where s.id = ";

    /** The time at which something is read that stands behind a lock. */
    static final String READ_AT = "${clock} as read_at";

    private static final String FIND_BY_KEY = "select " + SessionRow.COLUMNS
            + " from ${schema}.sessions s where s.owner_key = ? and s.kind = ? and s.held_key = ?"
            + " and s.deleted_at is null";

    private static final String LIST = "select " + SessionRow.COLUMNS + " from ${schema}.sessions s";

    private static final String OF_OWNER = " where s.owner_key = ? and s.deleted_at is null";

    private static final String LIST_ALL =
            "select " + SessionRow.COLUMNS + " from ${schema}.sessions s where s.deleted_at is null";

    private static final String AFTER =
            " and s.activity_slot <= ? and s.last_activity_at <= ? and (s.last_activity_at < ? or s.id < ?)";

    private static final String LATEST_FIRST =
            " order by s.owner_key desc, s.activity_slot desc, s.last_activity_at desc, s.id desc limit ?";

    private static final String CHANGE = """
            update ${schema}.sessions set owner_key = ?, kind = ?, held_key = ?, session_key = ?, title = ?, status = ?,
            answerer = ?, answerer_worker = ?, last_activity_at = ?, activity_slot = ?, ended_at = ?, version = ?
            where id = ? and version = ? and deleted_at is null""";

    private static final String MOVE_WAITING = """
            update ${schema}.replies set waiting_for = ?
            where session_id = ? and waiting_for is not null and waiting_for <> ?""";

    private static final String TOUCH = """
            update ${schema}.sessions set last_activity_at = ?, activity_slot = ?
            where id = ? and last_activity_at < ?""";

    private static final String IS_DELETED =
            "select 1 from ${schema}.sessions s where s.id = ? and s.deleted_at is not null";

    private static final String DELETE = """
            update ${schema}.sessions set deleted_at = ?, purge_due = ?, held_key = null
            where id = ? and deleted_at is null""";

    private static final String INACTIVE = """
            select s.id from ${schema}.sessions s
            where s.kind = ? and s.status = ? and s.activity_slot <= ? and s.last_activity_at < ?
            and s.deleted_at is null
            order by s.kind, s.status, s.activity_slot, s.last_activity_at, s.id limit ?""";

    private static final String UNUSED = "select " + SessionRow.COLUMNS + """
             from ${schema}.sessions s
            where s.kind = ? and s.status = ? and s.activity_slot <= ? and s.last_activity_at < ?
            and s.deleted_at is null""";

    private static final String BEHIND =
            " and s.activity_slot >= ? and s.last_activity_at >= ? and (s.last_activity_at > ? or s.id > ?)";

    private static final String LONGEST_FIRST =
            " order by s.kind, s.status, s.activity_slot, s.last_activity_at, s.id limit ?";

    /** Of one status: of several the index has no order. */
    private static final String USED = "select " + SessionRow.COLUMNS + """
             from ${schema}.sessions s
            where s.kind = ? and s.status = ? and s.activity_slot >= ? and s.last_activity_at >= ?
            and s.deleted_at is null""";

    private static final String LATEST_OF_STATUS =
            " order by s.kind desc, s.status desc, s.activity_slot desc, s.last_activity_at desc, s.id desc limit ?";

    private static final Comparator<Session> BY_ACTIVITY = Comparator.comparing(Session::lastActivityAt)
            .thenComparing(session -> session.id().toString());

    private static final Row<Lock> LOCKED = row -> {
        var session = SessionRow.read(row);
        return new Lock(session, SessionHeads.read(session, row));
    };

    private final Transaction transaction;

    private final SessionHeads heads;

    SessionsTable(Transaction transaction, SessionHeads heads) {
        this.transaction = transaction;
        this.heads = heads;
    }

    @Override
    public boolean insert(Session session, long epoch) {
        var head = head(session, epoch);
        var added = transaction.insert(
                INSERT,
                SessionRow.all(session).and(head.epoch()).and(head.sequence()).and(head.loggedAt()));
        if (added) {
            heads.held(head);
        }
        return added;
    }

    @Override
    public void add(Session session, long epoch) {
        heads.add(session, head(session, epoch));
    }

    private SessionHeads.Head head(Session session, long epoch) {
        return new SessionHeads.Head(
                session.id().value(),
                epoch,
                0,
                transaction.now(),
                SessionRow.waitingFor(session.answerer()),
                session.lastActivityAt(),
                Optional.empty());
    }

    @Override
    public Optional<Session> find(SessionAccess access, SessionId session) {
        var right = Access.to(access);
        heads.settle();
        return transaction.first(
                FIND + right.condition(), Values.of(session.value()).andAll(right.values()), SessionRow.ROW);
    }

    @Override
    public Optional<Session> findByKey(UserId owner, SessionKind kind, String key) {
        heads.settle();
        return transaction.first(FIND_BY_KEY, Values.of(owner.value()).and(kind).and(key), SessionRow.ROW);
    }

    @Override
    public List<Session> list(UserId owner, SessionFilter filter, Optional<Position> after, int limit) {
        heads.settle();
        var values = new Values();
        var sql = new StringBuilder(LIST)
                .append(LabelsTable.joined(filter.labels(), values))
                .append(OF_OWNER);
        values.and(owner.value());
        filter.kind().ifPresent(kind -> {
            sql.append(" and s.kind = ?");
            values.and(kind);
        });
        if (!filter.statuses().isEmpty()) {
            sql.append(filter.statuses().stream().map(status -> "?").collect(joining(", ", " and s.status in (", ")")));
            filter.statuses().forEach(values::and);
        }
        after.ifPresent(position -> {
            sql.append(AFTER);
            place(values, position);
        });
        return transaction.list(sql.append(LATEST_FIRST).toString(), values.and(limit), SessionRow.ROW);
    }

    @Override
    public List<Session> listAll(Optional<SessionKind> kind, Optional<SessionId> before, int limit) {
        heads.settle();
        var sql = new StringBuilder(LIST_ALL);
        var values = new Values();
        kind.ifPresent(wanted -> {
            sql.append(" and s.kind = ?");
            values.and(wanted);
        });
        before.ifPresent(id -> {
            sql.append(" and s.id < ?");
            values.and(id.value());
        });
        sql.append(kind.isPresent() ? " order by s.kind desc, s.id desc limit ?" : " order by s.id desc limit ?");
        return transaction.list(sql.toString(), values.and(limit), SessionRow.ROW);
    }

    @Override
    public Optional<LockedSession> lock(SessionAccess access, SessionId session) {
        return lockOne(access, session, true);
    }

    @Override
    public Optional<LockedSession> tryLock(SessionAccess access, SessionId session) {
        return lockOne(access, session, false);
    }

    private Optional<LockedSession> lockOne(SessionAccess access, SessionId session, boolean waiting) {
        var trip = transaction.trip();
        var lock = lock(trip, "?", session.value(), access, waiting);
        var readAt = trip.ask("select " + READ_AT, Values.none(), SessionsTable::readAt);
        trip.send();
        return readAt.first().flatMap(at -> locked(lock, at));
    }

    @Override
    public List<LockedSession> tryLockAll(SessionAccess access, List<SessionId> sessions) {
        if (sessions.isEmpty()) {
            return List.of();
        }
        if (!transaction.dialect().pipelines()) {
            return sessions.stream()
                    .flatMap(session -> tryLock(access, session).stream())
                    .toList();
        }
        var ids = new Values().andIds(sessions.stream().map(SessionId::value).toList());
        var trip = transaction.trip();
        var locks = lock(trip, "any (cast(? as uuid[]))", ids, access, false);
        var readAt = trip.ask("select " + READ_AT, Values.none(), SessionsTable::readAt);
        trip.send();
        return List.copyOf(allLocked(locks, readAt.first().flatMap(at -> at)).values());
    }

    /**
     * Locks the session that {@code session}, an expression over {@code id}, names. What is read besides, the time too, is
     * read by another statement behind this one, which sees all but the session as it was before it waited.
     */
    Answer<Lock> lock(Trip trip, String session, UUID id, SessionAccess access, boolean waiting) {
        return lock(trip, session, Values.of(id), access, waiting);
    }

    /** As above, of an expression over several values. */
    Answer<Lock> lock(Trip trip, String session, Values of, SessionAccess access, boolean waiting) {
        transaction.requireWriting();
        heads.settle();
        var right = Access.to(access);
        return trip.ask(
                LOCK + session + right.condition() + (waiting ? " for update" : " for update skip locked"),
                new Values().andAll(of).andAll(right.values()),
                LOCKED);
    }

    /** The session, once the trip was made. */
    Optional<LockedSession> locked(Answer<Lock> lock, Optional<Instant> readAt) {
        return lock.first().map(found -> locked(found, readAt));
    }

    /**
     * As {@link #lock}, of those that nobody holds; {@code sessions} is an expression over {@code values} that names those
     * to which there is a right. The index is asked for them in ascending order, and none is waited for.
     */
    Answer<Lock> tryLockAll(Trip trip, String sessions, Values values) {
        transaction.requireWriting();
        heads.settle();
        return trip.ask(LOCK + sessions + " and s.deleted_at is null for update skip locked", values, LOCKED);
    }

    /** The sessions, once the trip was made. */
    Map<SessionId, LockedSession> allLocked(Answer<Lock> locks, Optional<Instant> readAt) {
        var all = new HashMap<SessionId, LockedSession>();
        for (var found : locks.rows()) {
            all.put(found.session().id(), locked(found, readAt));
        }
        return all;
    }

    private LockedSession locked(Lock found, Optional<Instant> readAt) {
        var head = heads.held(found.head());
        transaction.lockedAt(readAt, head.loggedAt());
        return new LockedSession(found.session(), head.epoch(), head.sequence());
    }

    @Override
    public boolean change(Session next, long expectedVersion) {
        heads.settle();
        var changed = transaction.change(
                CHANGE, SessionRow.changeable(next).and(next.id().value()).and(expectedVersion));
        if (changed == 0) {
            return false;
        }
        changed(next);
        return true;
    }

    @Override
    public void replace(Session next) {
        requireHeld(next.id());
        heads.replace(next);
        changed(next);
    }

    /** Its open replies wait for whoever answers now; where that is known to be the same, there is nothing to move. */
    private void changed(Session next) {
        var waitingFor = SessionRow.waitingFor(next.answerer());
        var same = heads.isHeld(next.id()) && waitingFor(next.id()).equals(waitingFor);
        heads.changed(next);
        if (!same) {
            transaction.changeLater(
                    MOVE_WAITING, Values.of(waitingFor).and(next.id().value()).and(waitingFor));
        }
    }

    @Override
    public void touch(SessionId session, Instant lastActivityAt) {
        if (heads.isHeld(session)) {
            heads.touch(session, lastActivityAt);
            return;
        }
        transaction.changeLater(
                TOUCH,
                new Values()
                        .and(lastActivityAt)
                        .and(SessionRow.slot(lastActivityAt))
                        .and(session.value())
                        .and(lastActivityAt));
    }

    /** Has what is read next of sessions show what was said of them here. */
    void settle() {
        heads.settle();
    }

    @Override
    public boolean isDeleted(SessionAccess access, SessionId session) {
        var right = Access.to(access).alsoDeleted();
        return transaction.exists(
                IS_DELETED + right.condition(), Values.of(session.value()).andAll(right.values()));
    }

    @Override
    public void delete(SessionId session, Instant at) {
        transaction.changeLater(DELETE, new Values().and(at).and(at).and(session.value()));
    }

    @Override
    public int purgeDeleted(int limit) {
        return new Purge(transaction).purge(limit);
    }

    @Override
    public List<SessionId> inactive(SessionKind kind, SessionStatus status, Instant before, int limit) {
        heads.settle();
        return transaction.list(
                INACTIVE,
                new Values()
                        .and(kind)
                        .and(status)
                        .and(SessionRow.slot(before))
                        .and(before)
                        .and(limit),
                row -> new SessionId(Columns.id(row, "id")));
    }

    @Override
    public List<Session> unused(
            SessionKind kind, SessionStatus status, Instant before, Optional<Position> after, int limit) {
        heads.settle();
        var values =
                new Values().and(kind).and(status).and(SessionRow.slot(before)).and(before);
        after.ifPresent(place -> place(values, place));
        return transaction.list(
                UNUSED + (after.isPresent() ? BEHIND : "") + LONGEST_FIRST, values.and(limit), SessionRow.ROW);
    }

    @Override
    public List<Session> used(SessionKind kind, Instant since, Optional<Position> after, int limit) {
        heads.settle();
        var trip = transaction.trip();
        var ofStatuses = Arrays.stream(SessionStatus.values())
                .map(status -> used(trip, kind, status, since, after, limit))
                .toList();
        trip.send();
        return ofStatuses.stream()
                .flatMap(sessions -> sessions.rows().stream())
                .sorted(BY_ACTIVITY.reversed())
                .limit(limit)
                .toList();
    }

    private static Answer<Session> used(
            Trip trip, SessionKind kind, SessionStatus status, Instant since, Optional<Position> after, int limit) {
        var values =
                new Values().and(kind).and(status).and(SessionRow.slot(since)).and(since);
        after.ifPresent(place -> place(values, place));
        return trip.ask(USED + (after.isPresent() ? AFTER : "") + LATEST_OF_STATUS, values.and(limit), SessionRow.ROW);
    }

    private static Values place(Values values, Position place) {
        return values.and(SessionRow.slot(place.lastActivityAt()))
                .and(place.lastActivityAt())
                .and(place.lastActivityAt())
                .and(place.id().value());
    }

    /** What hangs on the session is written under its lock. */
    void requireHeld(SessionId session) {
        heads.held(session);
    }

    /** How a reply of a session that is locked here says for whom it waits. */
    String waitingFor(SessionId session) {
        return heads.held(session).waitingFor();
    }

    static Optional<Instant> readAt(ResultSet row) throws SQLException {
        return Columns.optionalTime(row, "read_at");
    }

    /** A session as its lock found it. */
    record Lock(Session session, SessionHeads.Head head) {}
}
