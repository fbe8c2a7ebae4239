package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.DeviceId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.ConversationStore;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.webhook.ListenPreferences;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which threads are conversations of devices. */
final class ConversationsTable implements ConversationStore {

    private static final String COLUMNS = """
            c.session_id, c.thread_id, c.origin, c.started_at, c.heard_at, c.turned_at, c.ended_at, c.listening, c.due_at,
            c.asked, c.revision""";

    private static final Insert INSERT = Insert.into(
                    "conversations",
                    "session_id, thread_id, listed_for, open_in, origin, started_at, heard_at, turned_at, ended_at, due_at, "
                            + "asked, revision",
                    "listening",
                    "${json}",
                    "session_id, thread_id")
            .ofNew();

    private static final String IN_SESSION =
            "select " + COLUMNS + " from ${schema}.conversations c where c.session_id = ?";

    private static final String OPEN = "select " + COLUMNS + " from ${schema}.conversations c where c.open_in = ?";

    private static final String SESSION_OF_DEVICE = """
            (select o.id from ${schema}.device_links l
            join ${schema}.sessions o on o.owner_key = l.owner and o.kind = 'DEVICE' and o.deleted_at is null
            where l.provider = ? and l.held_uid = ? and o.held_key = ?)""";

    private static final String OWNER_OF_DEVICE =
            "(select l.owner from ${schema}.device_links l where l.provider = ? and l.held_uid = ?)";

    private static final String OWNER_NOW = "select " + SessionsTable.READ_AT
            + ", l.owner from ${schema}.device_links l where l.provider = ? and l.held_uid = ?";

    private static final String OPEN_WITH_THREAD = "select " + COLUMNS + ", " + ThreadsTable.COLUMNS + """
             from ${schema}.conversations c
            left join ${schema}.threads t on t.session_id = c.session_id and t.id = c.thread_id and t.deleted_at is null
            where c.open_in =\s""";

    private static final String OVER =
            "select " + COLUMNS + " from ${schema}.conversations c where c.open_in is null and c.session_id = ";

    private static final String HIGHEST_FIRST = " order by c.session_id desc, c.thread_id desc limit 1";

    private static final String FIND = "select " + COLUMNS + """
             from ${schema}.threads t join ${schema}.sessions s on s.id = t.session_id
            join ${schema}.conversations c on c.session_id = t.session_id and c.thread_id = t.id
            where t.id = ? and t.deleted_at is null""";

    // What is there, and whose, is asked of what was found: joined, PostgreSQL begins there and sorts.
    private static final String OF_USER = "select " + COLUMNS + """
             from ${schema}.conversations c where c.listed_for = ?
            and (select true from ${schema}.threads t
                where t.session_id = c.session_id and t.id = c.thread_id and t.deleted_at is null)
            and (select true from ${schema}.sessions s
                where s.id = c.session_id and s.deleted_at is null and s.owner_key = ?)""";

    private static final String AFTER = " and c.started_at <= ? and (c.started_at < ? or c.thread_id < ?)";

    private static final String LATEST_FIRST =
            " order by c.listed_for desc, c.started_at desc, c.thread_id desc limit ?";

    private static final String LAST_TURNED = " order by c.listed_for desc, c.turned_at desc, c.thread_id desc limit 1";

    private static final String CHANGE = """
            update ${schema}.conversations set open_in = ?, origin = ?, heard_at = ?, turned_at = ?, ended_at = ?, due_at = ?,
            asked = ?, listening = ${json}, revision = ? where session_id = ? and thread_id = ? and revision = ?""";

    private static final String GIVE = "update ${schema}.conversations set listed_for = ? where session_id = ?";

    private static final String DUE = """
            select c.session_id, c.thread_id from ${schema}.conversations c where c.due_at <= ?
            order by c.due_at, c.thread_id limit ?""";

    private static final Row<StoredConversation> ROW = row -> new StoredConversation(
            new SessionId(Columns.id(row, "session_id")),
            new ThreadId(Columns.id(row, "thread_id")),
            Columns.optionalText(row, "origin"),
            Columns.time(row, "started_at"),
            Columns.time(row, "heard_at"),
            Columns.time(row, "turned_at"),
            Columns.optionalTime(row, "ended_at"),
            Json.readFields(row.getString("listening")),
            Columns.optionalTime(row, "due_at"),
            Columns.optionalId(row, "asked").map(ReplyId::new),
            row.getLong("revision"));

    private final Transaction transaction;

    private final SessionsTable sessions;

    ConversationsTable(Transaction transaction, SessionsTable sessions) {
        this.transaction = transaction;
        this.sessions = sessions;
    }

    @Override
    public void insert(StoredConversation conversation, Optional<UserId> owner) {
        transaction.insertLater(
                INSERT,
                Values.of(conversation.session().value())
                        .and(conversation.thread().value())
                        .andText(owner.map(UserId::value))
                        .andId(openIn(conversation))
                        .andText(conversation.origin())
                        .and(conversation.startedAt())
                        .and(conversation.heardAt())
                        .and(conversation.turnedAt())
                        .andTime(conversation.endedAt())
                        .andTime(conversation.due())
                        .andId(conversation.asked().map(ReplyId::value))
                        .and(conversation.revision())
                        .and(Json.write(conversation.listening())));
    }

    @Override
    public Optional<StoredConversation> find(SessionAccess access, ThreadId thread) {
        var right = Access.to(access);
        return transaction.first(
                FIND + right.condition(), Values.of(thread.value()).andAll(right.values()), ROW);
    }

    @Override
    public Optional<Hearing> lockHearing(
            SessionAccess access, DeviceId device, String key, Collection<String> segments) {
        var named = Values.of(device.provider().value()).and(device.uid());
        var session = new Values().andAll(named).and(key);
        var trip = transaction.trip();
        var lock = sessions.lock(trip, SESSION_OF_DEVICE, session, access, true);
        var listened = new Listened(trip, SESSION_OF_DEVICE, session, segments);
        var preferences = PreferencesTable.find(trip, OWNER_OF_DEVICE, named);
        // Last, for whom the device is linked with by now.
        var owner = trip.ask(OWNER_NOW, named, OwnerNow::read);
        trip.send();
        return owner.first()
                .flatMap(now -> sessions.locked(lock, now.readAt)
                        .map(LockedSession::session)
                        .filter(locked -> locked.owner().equals(Optional.of(now.owner))))
                .map(locked -> listened.in(locked, preferences.first()));
    }

    @Override
    public Hearing hearing(Session session, Collection<String> segments) {
        var trip = transaction.trip();
        var listened = new Listened(trip, "?", Values.of(session.id().value()), segments);
        var preferences = PreferencesTable.find(
                trip, "?", new Values().andText(session.owner().map(UserId::value)));
        trip.send();
        return listened.in(session, preferences.first());
    }

    @Override
    public Optional<StoredConversation> open(SessionId session) {
        return transaction.first(OPEN, Values.of(session.value()), ROW);
    }

    @Override
    public Optional<StoredConversation> findByOrigin(SessionId session, String origin) {
        return transaction.first(
                IN_SESSION + " and c.origin = ?", Values.of(session.value()).and(origin), ROW);
    }

    @Override
    public void change(StoredConversation next) {
        transaction.mustChangeLater(
                CHANGE,
                new Values()
                        .andId(openIn(next))
                        .andText(next.origin())
                        .and(next.heardAt())
                        .and(next.turnedAt())
                        .andTime(next.endedAt())
                        .andTime(next.due())
                        .andId(next.asked().map(ReplyId::value))
                        .and(Json.write(next.listening()))
                        .and(next.revision())
                        .and(next.session().value())
                        .and(next.thread().value())
                        .and(next.revision() - 1));
    }

    @Override
    public void give(SessionId session, UserId owner) {
        transaction.changeLater(GIVE, Values.of(owner.value()).and(session.value()));
    }

    @Override
    public List<StoredConversation> list(UserId owner, Optional<Position> after, int limit) {
        var values = of(owner);
        after.ifPresent(position -> values.and(position.startedAt())
                .and(position.startedAt())
                .and(position.thread().value()));
        return transaction.list(OF_USER + (after.isPresent() ? AFTER : "") + LATEST_FIRST, values.and(limit), ROW);
    }

    @Override
    public Optional<StoredConversation> current(UserId owner) {
        return transaction.first(OF_USER + LAST_TURNED, of(owner), ROW);
    }

    @Override
    public List<Candidate> due(Instant now, int limit) {
        return transaction.list(
                DUE,
                new Values().and(now).and(limit),
                row -> new Candidate(
                        new SessionId(Columns.id(row, "session_id")), new ThreadId(Columns.id(row, "thread_id"))));
    }

    private static Values of(UserId owner) {
        return Values.of(owner.value()).and(owner.value());
    }

    private static Optional<UUID> openIn(StoredConversation conversation) {
        return conversation.endedAt().isEmpty()
                ? Optional.of(conversation.session().value())
                : Optional.empty();
    }

    /** What is read of a session that an expression names. */
    private static final class Listened {

        private final Answer<Open> open;

        private final Answer<StoredConversation> over;

        private final Answer<StoredSegment> known;

        Listened(Trip trip, String session, Values of, Collection<String> segments) {
            open = trip.ask(OPEN_WITH_THREAD + session, of, Open::read);
            over = trip.ask(OVER + session + HIGHEST_FIRST, of, ROW);
            known = SegmentsTable.find(trip, session, of, segments);
        }

        Hearing in(Session session, Optional<ListenPreferences> preferences) {
            return new Hearing(
                    session,
                    open.first().map(Open::stored),
                    open.first().flatMap(Open::thread),
                    over.first(),
                    known.rows(),
                    preferences);
        }
    }

    private record Open(StoredConversation stored, Optional<ChatThread> thread) {
        static Open read(ResultSet row) throws SQLException {
            var stored = ROW.read(row);
            return new Open(
                    stored,
                    Columns.optionalId(row, "t_id").isPresent()
                            ? Optional.of(ThreadsTable.ROW.read(row))
                            : Optional.empty());
        }
    }

    private record OwnerNow(Optional<Instant> readAt, UserId owner) {
        static OwnerNow read(ResultSet row) throws SQLException {
            return new OwnerNow(SessionsTable.readAt(row), new UserId(row.getString("owner")));
        }
    }
}
