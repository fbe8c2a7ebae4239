package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.MessageStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.thread.SessionThread;
import dev.chatsessions.thread.ThreadPath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Messages. A message that is one text, as nearly all are, has it in a column of its own; the others have parts. */
final class MessagesTable implements MessageStore {

    private static final String COLUMNS_IN_THREAD = """
            m.position as m_position, m.id as m_id, m.role as m_role, m.source as m_source, m.status as m_status, m.speaker as m_speaker,
            m.reply_id as m_reply_id, m.text as m_text, m.parts as m_parts, m.created_at as m_created_at,
            m.version as m_version""";

    static final String COLUMNS = COLUMNS_IN_THREAD + ", m.session_id as m_session_id, m.thread_id as m_thread_id";

    private static final Insert INSERT = Insert.into(
                    "messages",
                    "session_id, thread_id, position, id, role, source, status, speaker, reply_id, created_at, version, text",
                    "parts",
                    "${json}",
                    "session_id, id")
            .ofMany("uuid, uuid, bigint, uuid, text, text, text, text, uuid, timestamptz, bigint, text, jsonb");

    private static final String FIND = "select " + COLUMNS + """
             from ${schema}.threads t join ${schema}.sessions s on s.id = t.session_id
            join ${schema}.messages m on m.session_id = t.session_id and m.thread_id = t.id
            where t.id = ? and m.id = ? and t.deleted_at is null""";

    // The limit is written into it: without one PostgreSQL finds a plan for all limits so dear that it plans each time.
    private static final String NEWEST_FIRST =
            " and m.status <> 'OPEN' order by m.session_id desc, m.thread_id desc, m.position desc limit ";

    private static final String NEWEST = "select " + COLUMNS_IN_THREAD + """
             from ${schema}.messages m
            where m.thread_id = ? and m.position < ? and m.session_id = (
                select t.session_id from ${schema}.threads t join ${schema}.sessions s on s.id = t.session_id
                where t.id = ? and t.deleted_at is null""";

    private static final String LATER = "select " + COLUMNS + """
             from ${schema}.messages m
            where m.thread_id = ? and m.position > ? and m.session_id = (
                select t.session_id from ${schema}.threads t join ${schema}.sessions s on s.id = t.session_id
                where t.id = ? and t.deleted_at is null""";

    private static final String OLDEST_FIRST =
            " and m.status <> 'OPEN' order by m.session_id, m.thread_id, m.position limit ";

    private static final String SESSION_AT = """
            (select s.id from ${schema}.sessions s
            where s.owner_key = ? and s.kind = ? and s.held_key = ? and s.deleted_at is null)""";

    private static final String NEWEST_AT = "select " + COLUMNS_IN_THREAD
            + " from ${schema}.messages m where m.session_id = " + SESSION_AT
            + " and m.thread_id = (select t.id from ${schema}.threads t where t.session_id = " + SESSION_AT
            + " and t.held_key = ? and t.deleted_at is null)" + NEWEST_FIRST;

    private static final String IN_LAST_PLACES = """
             from ${schema}.threads t join ${schema}.sessions s on s.id = t.session_id
            join ${schema}.messages m on m.session_id = t.session_id and m.thread_id = t.id
            and m.position > t.last_position - ?
            where t.deleted_at is null and m.status <> 'OPEN'""";

    private static final String SIZES = """
            select m.id as m_id, m.created_at as m_created_at,
            coalesce(octet_length(m.text), octet_length(cast(m.parts as varchar)), 0) as bytes""" + IN_LAST_PLACES + " and t.id in ";

    private static final String SINCE = "select " + COLUMNS + IN_LAST_PLACES
            + " and (m.created_at > ? or m.created_at = ? and m.id >= ?) and t.id in ";

    private static final String CHANGE = """
            update ${schema}.messages set text = ?, parts = ${json}, status = ?, created_at = ?, version = ?
            where session_id = ? and id = ? and version = ?""";

    private static final String FINISH = """
            update ${schema}.messages set text = ?, parts = ${json}, status = ?, created_at = ?, version = version + 1
            where session_id = ? and id = ? and status = 'OPEN'""";

    private static final String CLEAR = "delete from ${schema}.messages where session_id = ? and thread_id = ?";

    // A list alone is no way into an index for H2, which would read the whole thread; from the first to the last is
    // one.
    private static final String ALL = "select " + COLUMNS_IN_THREAD + """
             from ${schema}.messages m
            where m.session_id = ? and m.thread_id = ? and m.id between ? and ? and m.id in\s""";

    private static final String TAKEN = """
            select m.position from ${schema}.messages m
            where m.session_id = ? and m.thread_id = ? and m.position between ? and ? and m.position in\s""";

    private static final String REMOVE = "delete from ${schema}.messages where session_id = ? and id = ?";

    /** Both databases compare the digits; Java takes half of all ids for negative. */
    private static final Comparator<UUID> AS_STORED = Comparator.comparing(UUID::toString);

    private static final Row<Message> ROW = row -> read(row, 1);

    private final Transaction transaction;

    private final ThreadsTable threads;

    MessagesTable(Transaction transaction, ThreadsTable threads) {
        this.transaction = transaction;
        this.threads = threads;
    }

    @Override
    public void append(Message message) {
        transaction.insertLater(
                INSERT,
                Values.of(message.session().value())
                        .and(message.thread().value())
                        .and(message.position())
                        .and(message.id().value())
                        .and(message.role())
                        .and(message.source())
                        .and(message.status())
                        .andText(message.speaker())
                        .andId(message.reply().map(ReplyId::value))
                        .and(message.createdAt())
                        .and(message.version())
                        .andText(text(message.parts()))
                        .andText(parts(message.parts())));
    }

    @Override
    public Optional<Message> find(SessionAccess access, ThreadId thread, MessageId message) {
        var right = Access.to(access);
        return transaction.first(
                FIND + right.condition(),
                Values.of(thread.value()).and(message.value()).andAll(right.values()),
                ROW);
    }

    @Override
    public Optional<History> history(SessionAccess access, ThreadId thread, long beforePosition, int limit) {
        var trip = transaction.trip();
        var found = threads.find(trip, access, thread);
        var newest = newest(trip, access, thread, beforePosition, limit + 1, found::first);
        trip.send();
        return found.first().map(in -> history(in, newest.get(), limit));
    }

    @Override
    public List<Message> later(SessionAccess access, ThreadId thread, long afterPosition, int limit) {
        var right = Access.to(access);
        return transaction.list(
                LATER + right.condition() + ")" + OLDEST_FIRST + limit,
                Values.of(thread.value()).and(afterPosition).and(thread.value()).andAll(right.values()),
                ROW);
    }

    /** The newest messages, newest first, of the thread that a statement before has found, if it has. */
    static Supplier<List<Message>> newest(
            Trip trip,
            SessionAccess access,
            ThreadId thread,
            long beforePosition,
            int limit,
            Supplier<Optional<ChatThread>> found) {
        if (limit == 0) {
            return List::of;
        }
        var right = Access.to(access);
        return read(
                trip,
                NEWEST + right.condition() + ")" + NEWEST_FIRST + limit,
                Values.of(thread.value())
                        .and(beforePosition)
                        .and(thread.value())
                        .andAll(right.values()),
                found);
    }

    @Override
    public Optional<History> history(UserId owner, ThreadPath path, int limit) {
        var trip = transaction.trip();
        var found = threads.findByPath(trip, owner, path);
        var newest = read(
                trip,
                NEWEST_AT + (limit + 1),
                at(owner, path).andAll(at(owner, path)).and(path.thread()),
                () -> found.first().map(SessionThread::thread));
        trip.send();
        return found.first().map(in -> history(in.thread(), newest.get(), limit));
    }

    @Override
    public List<Message> newest(SessionAccess access, Collection<ThreadId> threads, int places, long bytes) {
        if (threads.isEmpty()) {
            return List.of();
        }
        var right = Access.to(access);
        var ids = new Values()
                .andListed(threads.stream().map(ThreadId::value).toList())
                .andAll(right.values());
        var in = Values.listed(threads.size()) + right.condition();
        // Their lengths first: all of them may be a thousand times what is wanted.
        var sizes = transaction.list(SIZES + in, new Values().and(places).andAll(ids), Size::read);
        return Size.oldestOf(sizes, bytes)
                .map(oldest -> transaction.list(
                        SINCE + in,
                        new Values()
                                .and(places)
                                .and(oldest.createdAt)
                                .and(oldest.createdAt)
                                .and(oldest.id)
                                .andAll(ids),
                        ROW))
                .orElse(List.of());
    }

    /** Which session and thread they are of is told by the statement before, and not once more by each of them. */
    private static Supplier<List<Message>> read(
            Trip trip, String sql, Values values, Supplier<Optional<ChatThread>> found) {
        var read = trip.ask(sql, values, row -> message(row, found.get()));
        return () -> read.rows().stream().flatMap(Optional::stream).toList();
    }

    /** Read newest first, and one more than wanted, which tells whether there are older ones. */
    private static History history(ChatThread thread, List<Message> read, int limit) {
        var older = read.size() > limit;
        return new History(thread, oldestFirst(older ? read.subList(0, limit) : read), older);
    }

    static List<Message> oldestFirst(List<Message> newestFirst) {
        var turned = new ArrayList<>(newestFirst);
        Collections.reverse(turned);
        return turned;
    }

    private static Values at(UserId owner, ThreadPath path) {
        return Values.of(owner.value()).and(path.kind()).and(path.session());
    }

    @Override
    public void change(Message next) {
        transaction.mustChangeLater(
                CHANGE,
                new Values()
                        .andText(text(next.parts()))
                        .andText(parts(next.parts()))
                        .and(next.status())
                        .and(next.createdAt())
                        .and(next.version())
                        .and(next.session().value())
                        .and(next.id().value())
                        .and(next.version() - 1));
    }

    @Override
    public void finish(SessionId session, MessageId answer, MessageStatus end, List<Part> parts, Instant at) {
        transaction.changeLater(
                FINISH,
                new Values()
                        .andText(text(parts))
                        .andText(parts(parts))
                        .and(end)
                        .and(at)
                        .and(session.value())
                        .and(answer.value()));
    }

    @Override
    public List<Message> all(SessionId session, ThreadId thread, Collection<MessageId> messages) {
        if (messages.isEmpty()) {
            return List.of();
        }
        var ids = messages.stream().map(MessageId::value).toList();
        return transaction.list(
                ALL + Values.listed(ids.size()),
                Values.of(session.value())
                        .and(thread.value())
                        .and(Collections.min(ids, AS_STORED))
                        .and(Collections.max(ids, AS_STORED))
                        .andListed(ids),
                row -> read(row, 1, session, thread));
    }

    @Override
    public Set<Long> taken(SessionId session, ThreadId thread, Collection<Long> positions) {
        if (positions.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(transaction.list(
                TAKEN + Values.listed(positions.size()),
                Values.of(session.value())
                        .and(thread.value())
                        .and(Collections.min(positions))
                        .and(Collections.max(positions))
                        .andListedNumbers(positions),
                row -> row.getLong("position")));
    }

    @Override
    public void remove(SessionId session, MessageId message) {
        transaction.changeLater(REMOVE, Values.of(session.value()).and(message.value()));
    }

    @Override
    public void clear(SessionId session, ThreadId thread) {
        transaction.changeLater(CLEAR, Values.of(session.value()).and(thread.value()));
    }

    private static Optional<String> text(List<Part> parts) {
        return parts.size() == 1 && parts.get(0) instanceof Part.Text text
                ? Optional.of(text.text())
                : Optional.empty();
    }

    private static Optional<String> parts(List<Part> parts) {
        return parts.isEmpty() || text(parts).isPresent() ? Optional.empty() : Optional.of(Json.writeParts(parts));
    }

    private static Optional<Message> message(ResultSet row, Optional<ChatThread> thread) throws SQLException {
        return thread.isEmpty()
                ? Optional.empty()
                : Optional.of(read(row, 1, thread.get().session(), thread.get().id()));
    }

    /** Reads a message whose {@link #COLUMNS} begin at {@code first}. */
    static Message read(ResultSet row, int first) throws SQLException {
        return read(row, first, new SessionId(Columns.id(row, first + 11)), new ThreadId(Columns.id(row, first + 12)));
    }

    /** By the places of the columns: to look for names takes longer than all the rest. */
    private static Message read(ResultSet row, int first, SessionId session, ThreadId thread) throws SQLException {
        return new Message(
                new MessageId(Columns.id(row, first + 1)),
                session,
                thread,
                row.getLong(first),
                Role.valueOf(row.getString(first + 2)),
                parts(row.getString(first + 7), row.getString(first + 8)),
                MessageSource.valueOf(row.getString(first + 3)),
                Columns.optionalText(row, first + 5),
                MessageStatus.valueOf(row.getString(first + 4)),
                Columns.optionalId(row, first + 6).map(ReplyId::new),
                Columns.time(row, first + 9),
                row.getLong(first + 10));
    }

    private static List<Part> parts(String text, String parts) {
        if (text != null) {
            return List.of(new Part.Text(text));
        }
        return parts == null ? List.of() : Json.readParts(parts);
    }

    /** How much of an answer a message would take. */
    private record Size(UUID id, Instant createdAt, long bytes) {

        private static final Comparator<Size> LATEST_FIRST = Comparator.comparing(Size::createdAt)
                .thenComparing(size -> size.id.getMostSignificantBits(), Long::compareUnsigned)
                .thenComparing(size -> size.id.getLeastSignificantBits(), Long::compareUnsigned)
                .reversed();

        static Size read(ResultSet row) throws SQLException {
            return new Size(Columns.id(row, "m_id"), Columns.time(row, "m_created_at"), row.getLong("bytes"));
        }

        /** The oldest of the latest that take no more than so many bytes together. */
        static Optional<Size> oldestOf(List<Size> sizes, long bytes) {
            var oldest = Optional.<Size>empty();
            var left = bytes;
            for (var next : sizes.stream().sorted(LATEST_FIRST).toList()) {
                left -= next.bytes;
                if (left < 0) {
                    break;
                }
                oldest = Optional.of(next);
            }
            return oldest;
        }
    }
}
