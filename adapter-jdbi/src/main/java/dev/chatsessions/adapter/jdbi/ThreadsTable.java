package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.ThreadStore;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.SessionThread;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.UserMessages;
import dev.chatsessions.usage.UsageTotal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Threads. */
final class ThreadsTable implements ThreadStore {

    static final String COLUMNS = """
            t.session_id as t_session_id, t.id as t_id, t.thread_key, t.title as t_title,
            t.created_at as t_created_at, t.last_message_at, t.last_position, t.message_count, t.calls,
            t.input_tokens, t.output_tokens, t.cached_tokens, t.reasoning_tokens, t.cleared_through,
            t.version as t_version""";

    private static final Insert INSERT = Insert.into(
            "threads",
            "session_id, id, held_key, thread_key, title, created_at, last_message_at, last_position, message_count, "
                    + "calls, input_tokens, output_tokens, cached_tokens, reasoning_tokens, cleared_through, version",
            "session_id, held_key");

    static final String FROM = """
             from ${schema}.threads t join ${schema}.sessions s on s.id = t.session_id
            where t.deleted_at is null""";

    static final String FIND = "select " + COLUMNS + FROM + " and t.id = ?";

    private static final String FIND_BY_KEY = "select " + COLUMNS + FROM + " and t.session_id = ? and t.held_key = ?";

    private static final String FIND_BY_KEYS = "select " + COLUMNS + FROM + " and t.held_key = ? and t.session_id in ";

    private static final String FIND_BY_PATH = "select " + SessionRow.COLUMNS + ", " + COLUMNS + """
             from ${schema}.threads t join ${schema}.sessions s on s.id = t.session_id
            where s.owner_key = ? and s.kind = ? and s.held_key = ? and s.deleted_at is null
            and t.held_key = ? and t.deleted_at is null""";

    private static final String LIST = "select " + COLUMNS + FROM + " and t.session_id = ?";

    private static final String NEWEST_FIRST = " order by t.session_id desc, t.id desc limit ?";

    private static final String USED = "select " + COLUMNS + """
             from (select u.session_id, u.id, row_number() over (
                partition by u.session_id order by u.last_message_at desc, u.id desc) as place
                from ${schema}.threads u
                where u.deleted_at is null and u.last_message_at >= ? and u.session_id in %s) p
            join ${schema}.threads t on t.session_id = p.session_id and t.id = p.id
            join ${schema}.sessions s on s.id = t.session_id where p.place <= ?""";

    private static final Comparator<ChatThread> LATEST_FIRST = Comparator.comparing(
                    (ChatThread thread) -> thread.lastMessageAt().orElseThrow())
            .thenComparing(thread -> thread.id().toString())
            .reversed();

    /**
     * The threads of each session are looked for by themselves: joined, PostgreSQL would read all there are. The offset has
     * it do so once.
     */
    private static final String MESSAGES = """
            select u.owner_key, sum(u.messages) as messages from (
                select s.owner_key, (select coalesce(sum(t.message_count), 0) from ${schema}.threads t
                    where t.session_id = s.id and t.deleted_at is null) as messages
                from ${schema}.sessions s
                where s.kind = ? and s.status in %s and s.activity_slot >= ? and s.last_activity_at >= ?
                and s.owner_key <> '' and s.deleted_at is null offset 0) u
            group by u.owner_key having sum(u.messages) > 0
            order by sum(u.messages) desc, u.owner_key limit ?""".formatted(Values.listed(SessionStatus.values().length));

    private static final String CHANGE =
            "update ${schema}.threads set title = ?, version = ? where id = ? and version = ? and deleted_at is null";

    private static final Change RECORD = Change.of(
            "threads",
            "last_message_at timestamptz, last_position bigint, message_count bigint, calls bigint, input_tokens bigint, "
                    + "output_tokens bigint, cached_tokens bigint, reasoning_tokens bigint, cleared_through bigint",
            "session_id uuid, id uuid");

    private static final String CLEARED_THROUGH = "select t.cleared_through" + FROM + " and t.session_id = ?";

    private static final String LATEST_CLEARED = " order by t.session_id desc, t.cleared_through desc limit 1";

    private static final String IS_DELETED = """
            select 1 from ${schema}.threads t join ${schema}.sessions s on s.id = t.session_id
            where t.id = ? and (t.deleted_at is not null or s.deleted_at is not null)""";

    private static final String DELETE = """
            update ${schema}.threads set deleted_at = ?, purge_due = ?, held_key = null
            where id = ? and deleted_at is null""";

    static final Row<ChatThread> ROW = row -> new ChatThread(
            new ThreadId(Columns.id(row, "t_id")),
            new SessionId(Columns.id(row, "t_session_id")),
            row.getString("thread_key"),
            Columns.optionalText(row, "t_title"),
            Columns.time(row, "t_created_at"),
            Columns.optionalTime(row, "last_message_at"),
            row.getLong("last_position"),
            row.getLong("message_count"),
            UsageTable.total(row),
            row.getLong("cleared_through"),
            row.getLong("t_version"));

    private final Transaction transaction;

    private final SessionsTable sessions;

    private final ThreadLocks locks;

    ThreadsTable(Transaction transaction, SessionsTable sessions, ThreadLocks locks) {
        this.transaction = transaction;
        this.sessions = sessions;
        this.locks = locks;
    }

    @Override
    public boolean insert(ChatThread thread) {
        return transaction.insert(
                INSERT,
                spent(
                                Values.of(thread.session().value())
                                        .and(thread.id().value())
                                        .and(thread.key())
                                        .and(thread.key())
                                        .andText(thread.title())
                                        .and(thread.createdAt())
                                        .andTime(thread.lastMessageAt())
                                        .and(thread.lastPosition())
                                        .and(thread.messageCount()),
                                thread.usage())
                        .and(thread.clearedThrough())
                        .and(thread.version()));
    }

    @Override
    public Optional<ChatThread> find(SessionAccess access, ThreadId thread) {
        var trip = transaction.trip();
        var found = find(trip, access, thread);
        trip.send();
        return found.first();
    }

    Answer<ChatThread> find(Trip trip, SessionAccess access, ThreadId thread) {
        var right = Access.to(access);
        return trip.ask(FIND + right.condition(), Values.of(thread.value()).andAll(right.values()), ROW);
    }

    @Override
    public Optional<ChatThread> findByKey(SessionAccess access, SessionId session, String key) {
        var right = Access.to(access);
        return transaction.first(
                FIND_BY_KEY + right.condition(),
                Values.of(session.value()).and(key).andAll(right.values()),
                ROW);
    }

    @Override
    public Map<SessionId, ChatThread> findByKey(SessionAccess access, Collection<SessionId> sessions, String key) {
        if (sessions.isEmpty()) {
            return Map.of();
        }
        var right = Access.to(access);
        var ids = sessions.stream().map(SessionId::value).toList();
        return transaction
                .list(
                        FIND_BY_KEYS + Values.listed(ids.size()) + right.condition(),
                        Values.of(key).andListed(ids).andAll(right.values()),
                        ROW)
                .stream()
                .collect(toMap(ChatThread::session, thread -> thread));
    }

    @Override
    public Optional<SessionThread> findByPath(UserId owner, ThreadPath path) {
        var trip = transaction.trip();
        var found = findByPath(trip, owner, path);
        trip.send();
        return found.first();
    }

    Answer<SessionThread> findByPath(Trip trip, UserId owner, ThreadPath path) {
        sessions.settle();
        return trip.ask(
                FIND_BY_PATH,
                Values.of(owner.value()).and(path.kind()).and(path.session()).and(path.thread()),
                row -> new SessionThread(SessionRow.ROW.read(row), ROW.read(row)));
    }

    @Override
    public List<ChatThread> list(SessionAccess access, SessionId session, Optional<ThreadId> before, int limit) {
        var right = Access.to(access);
        var values = Values.of(session.value()).andAll(right.values());
        before.ifPresent(thread -> values.and(thread.value()));
        return transaction.list(
                LIST + right.condition() + (before.isPresent() ? " and t.id < ?" : "") + NEWEST_FIRST,
                values.and(limit),
                ROW);
    }

    @Override
    public Map<SessionId, List<ChatThread>> used(
            SessionAccess access, Collection<SessionId> wanted, Instant since, int each) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        var right = Access.to(access);
        var ids = wanted.stream().map(SessionId::value).toList();
        return transaction
                .list(
                        USED.formatted(Values.listed(ids.size())) + right.condition(),
                        new Values().and(since).andListed(ids).and(each).andAll(right.values()),
                        ROW)
                .stream()
                .sorted(LATEST_FIRST)
                .collect(groupingBy(ChatThread::session));
    }

    @Override
    public List<UserMessages> messages(SessionKind kind, Instant since, int limit) {
        sessions.settle();
        var statuses = Arrays.stream(SessionStatus.values()).map(Enum::name).toList();
        return transaction.list(
                MESSAGES,
                new Values()
                        .and(kind)
                        .andListedTexts(statuses)
                        .and(SessionRow.slot(since))
                        .and(since)
                        .and(limit),
                row -> new UserMessages(new UserId(row.getString("owner_key")), row.getLong("messages")));
    }

    @Override
    public Optional<LockedThread> lock(SessionAccess access, ThreadId thread) {
        return locks.lock(access, thread);
    }

    @Override
    public List<LockedThread> tryLockAll(Map<ThreadId, SessionAccess> wanted) {
        return locks.tryLockAll(wanted);
    }

    @Override
    public boolean change(ChatThread next, long expectedVersion) {
        return transaction.change(
                        CHANGE,
                        new Values()
                                .andText(next.title())
                                .and(next.version())
                                .and(next.id().value())
                                .and(expectedVersion))
                == 1;
    }

    @Override
    public void record(ChatThread next) {
        transaction.changeLater(
                RECORD,
                spent(
                                new Values()
                                        .andTime(next.lastMessageAt())
                                        .and(next.lastPosition())
                                        .and(next.messageCount()),
                                next.usage())
                        .and(next.clearedThrough())
                        .and(next.session().value())
                        .and(next.id().value()));
    }

    @Override
    public long clearedThrough(SessionAccess access, SessionId session) {
        var right = Access.to(access);
        return transaction
                .first(
                        CLEARED_THROUGH + right.condition() + LATEST_CLEARED,
                        Values.of(session.value()).andAll(right.values()),
                        row -> row.getLong("cleared_through"))
                .orElse(0L);
    }

    @Override
    public boolean isDeleted(SessionAccess access, ThreadId thread) {
        var right = Access.to(access).alsoDeleted();
        return transaction.exists(
                IS_DELETED + right.condition(), Values.of(thread.value()).andAll(right.values()));
    }

    @Override
    public void delete(ThreadId thread, Instant at) {
        transaction.changeLater(DELETE, new Values().and(at).and(at).and(thread.value()));
    }

    private static Values spent(Values values, UsageTotal total) {
        return values.and(total.calls())
                .and(total.input())
                .and(total.output())
                .and(total.cached())
                .and(total.reasoning());
    }
}
