package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.ConversationStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import java.time.Instant;
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

    ConversationsTable(Transaction transaction) {
        this.transaction = transaction;
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
}
