package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.spi.ReplyStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Replies. The last columns are set only while a reply belongs into the index that each of them has. */
final class RepliesTable implements ReplyStore {

    static final String COLUMNS = """
            r.session_id, r.id, r.thread_id, r.question_id, r.answer_id, r.status, r.attempts, r.end_offset,
            r.stop_requested, r.finish_reason, r.failure, r.input_tokens as r_input_tokens,
            r.output_tokens as r_output_tokens, r.cached_tokens as r_cached_tokens,
            r.reasoning_tokens as r_reasoning_tokens, r.model, r.estimated, r.asked_at, r.finished_at, r.fence, r.lease_until, r.claimed_by,
            r.asked_sequence, r.trimmed, r.revision""";

    private static final Insert INSERT = Insert.into(
            "replies",
            "session_id, id, thread_id, question_id, answer_id, asked_at, asked_sequence, revision, status, attempts, "
                    + "end_offset, stop_requested, finish_reason, failure, finished_at, input_tokens, output_tokens, "
                    + "cached_tokens, reasoning_tokens, model, estimated, fence, lease_until, claimed_by, trimmed, "
                    + "open_session, open_thread, running_thread, trim_due, waiting_for",
            "session_id, id");

    private static final String CHANGE = """
            update ${schema}.replies set status = ?, attempts = ?, end_offset = ?, stop_requested = ?,
            finish_reason = ?, failure = ?, finished_at = ?, input_tokens = ?, output_tokens = ?, cached_tokens = ?,
            reasoning_tokens = ?, model = ?, estimated = ?, fence = ?, lease_until = ?, claimed_by = ?, trimmed = ?,
            open_session = ?, open_thread = ?, running_thread = ?, trim_due = ?, waiting_for = ?, revision = ?
            where session_id = ? and id = ? and revision = ?""";

    private static final Change RENEW = Change.of(
            "replies",
            "end_offset integer, lease_until timestamptz, revision bigint",
            "session_id uuid, id uuid",
            "revision bigint");

    static final String FROM = """
             from ${schema}.replies r
            join ${schema}.sessions s on s.id = r.session_id and s.deleted_at is null
            join ${schema}.threads t on t.id = r.thread_id and t.deleted_at is null
            where""";

    private static final String FIND = "select " + COLUMNS + FROM + " r.id = ?";

    // The right is asked of what was found: joined, H2 begins with all sessions of the owner and all their replies.
    private static final String OPEN = "select " + COLUMNS + """
             from ${schema}.replies r where r.open_thread = ?
            and exists (select 1 from ${schema}.sessions s where s.id = r.session_id%s)
            and exists (select 1 from ${schema}.threads t where t.id = r.thread_id and t.deleted_at is null)
            order by r.running_thread is null, r.asked_sequence, r.id""";

    private static final String OPEN_IN =
            "select " + COLUMNS + FROM + " r.open_session = ? order by r.open_session, r.id limit ?";

    private static final String IN_SESSION = "select " + COLUMNS + """
             from ${schema}.replies r where r.session_id = ?
            and (select true from ${schema}.sessions s where s.id = r.session_id%s)
            and exists (select 1 from ${schema}.threads t where t.id = r.thread_id and t.deleted_at is null)""";

    private static final String BY_ID = " order by r.session_id, r.id limit ?";

    // The limits of these three are written into them: planned without one, PostgreSQL would expect a tenth of all rows
    // and join by scanning whole tables. There are as many forms of them as the core has limits, which is few.
    private static final String CLAIMABLE = "select r.session_id, r.id" + FROM + """
             r.waiting_for = ? and s.status in ('ACTIVE', 'IDLE', 'PAUSED') and (
                select o.id = r.id from ${schema}.replies o where o.open_thread = r.open_thread
                order by o.running_thread is null, o.asked_sequence, o.id limit 1)
            order by r.waiting_for, r.asked_at, r.id limit %s""";

    private static final String HELD_BY = """
            select count(*) as replies from ${schema}.replies r
            where r.running_thread > '00000000-0000-0000-0000-000000000000' and r.claimed_by = ?""";

    private static final String LEASE_ENDED = "select r.session_id, r.id" + FROM + """
             r.running_thread > '00000000-0000-0000-0000-000000000000' and r.lease_until < ?
            order by r.lease_until, r.id limit %s""";

    private static final String UNTRIMMED =
            "select r.session_id, r.id" + FROM + " r.trim_due < ? order by r.trim_due, r.id limit %s";

    private static final Row<StoredReply> ROW = row -> stored(row);

    private static final Row<Candidate> CANDIDATE =
            row -> new Candidate(new SessionId(Columns.id(row, "session_id")), new ReplyId(Columns.id(row, "id")));

    private final Transaction transaction;

    private final SessionsTable sessions;

    private final ReplyLocks locks;

    RepliesTable(Transaction transaction, SessionsTable sessions, ReplyLocks locks) {
        this.transaction = transaction;
        this.sessions = sessions;
        this.locks = locks;
    }

    @Override
    public void insert(StoredReply stored) {
        var reply = stored.reply();
        transaction.insertLater(
                INSERT,
                Values.of(reply.session().value())
                        .and(reply.id().value())
                        .and(reply.thread().value())
                        .and(reply.question().value())
                        .and(reply.answer().value())
                        .and(reply.askedAt())
                        .and(stored.askedSequence())
                        .and(stored.revision())
                        .andAll(changeable(stored)));
    }

    @Override
    public Optional<StoredReply> find(SessionAccess access, ReplyId reply) {
        var right = Access.to(access);
        return transaction.first(
                FIND + right.condition(), Values.of(reply.value()).andAll(right.values()), ROW);
    }

    @Override
    public List<StoredReply> openIn(SessionId session, int limit) {
        return transaction.list(OPEN_IN, Values.of(session.value()).and(limit), ROW);
    }

    @Override
    public List<StoredReply> list(SessionAccess access, SessionId session, Optional<ReplyId> after, int limit) {
        var right = Access.to(access);
        var values = Values.of(session.value()).andAll(right.values());
        after.ifPresent(last -> values.and(last.value()));
        return transaction.list(
                IN_SESSION.formatted(right.condition()) + (after.isPresent() ? " and r.id > ?" : "") + BY_ID,
                values.and(limit),
                ROW);
    }

    @Override
    public Optional<LockedReply> lock(SessionAccess access, ReplyId reply) {
        return locks.lock(access, reply, true);
    }

    @Override
    public Optional<LockedReply> tryLock(SessionAccess access, ReplyId reply) {
        return locks.lock(access, reply, false);
    }

    @Override
    public List<LockedReply> tryLockAll(SessionAccess access, List<ReplyId> replies) {
        return locks.tryLockAll(access, replies);
    }

    @Override
    public Optional<LockedTurn> lockTurn(SessionAccess access, ThreadId thread, int messages) {
        return locks.lockTurn(access, thread, messages);
    }

    @Override
    public List<StoredReply> open(SessionAccess access, ThreadId thread) {
        var trip = transaction.trip();
        var open = open(trip, access, thread);
        trip.send();
        return open.rows();
    }

    static Answer<StoredReply> open(Trip trip, SessionAccess access, ThreadId thread) {
        var right = Access.to(access);
        return trip.ask(
                OPEN.formatted(right.condition()), Values.of(thread.value()).andAll(right.values()), ROW);
    }

    @Override
    public void change(StoredReply next) {
        transaction.mustChangeLater(
                CHANGE,
                changeable(next)
                        .and(next.revision())
                        .and(next.reply().session().value())
                        .and(next.reply().id().value())
                        .and(next.revision() - 1));
    }

    @Override
    public int heldBy(String caller) {
        return transaction
                .first(HELD_BY, Values.of(caller), row -> row.getInt("replies"))
                .orElseThrow();
    }

    @Override
    public List<Candidate> claimable(Answerer answerer, int limit) {
        return transaction.list(CLAIMABLE.formatted(limit), Values.of(SessionRow.waitingFor(answerer)), CANDIDATE);
    }

    @Override
    public List<Candidate> leaseEnded(Instant now, int limit) {
        return transaction.list(LEASE_ENDED.formatted(limit), new Values().and(now), CANDIDATE);
    }

    @Override
    public List<Candidate> untrimmed(Instant before, int limit) {
        return transaction.list(UNTRIMMED.formatted(limit), new Values().and(before), CANDIDATE);
    }

    @Override
    public void renew(StoredReply next) {
        transaction.mustChangeLater(
                RENEW,
                new Values()
                        .and(next.reply().end().value())
                        .andTime(next.leaseUntil())
                        .and(next.revision())
                        .and(next.reply().session().value())
                        .and(next.reply().id().value())
                        .and(next.revision() - 1));
    }

    private Values changeable(StoredReply stored) {
        var reply = stored.reply();
        var tokens = reply.tokens();
        var thread = reply.thread().value();
        return new Values()
                .and(reply.status())
                .and(reply.attempts())
                .and(reply.end().value())
                .and(reply.stopRequested())
                .andText(reply.finishReason().map(Enum::name))
                .andText(reply.failure())
                .andTime(reply.finishedAt())
                .andLong(tokens.map(TokenCount::input))
                .andLong(tokens.map(TokenCount::output))
                .andLong(tokens.map(TokenCount::cached))
                .andLong(tokens.map(TokenCount::reasoning))
                .andText(tokens.map(TokenCount::model))
                .andFlag(tokens.map(TokenCount::estimated))
                .andLong(stored.fence().map(Fence::value))
                .andTime(stored.leaseUntil())
                .andText(stored.claimedBy())
                .and(stored.trimmed())
                .andId(when(reply.status().isOpen(), reply.session().value()))
                .andId(when(reply.status().isOpen(), thread))
                .andId(when(reply.status() == ReplyStatus.RUNNING, thread))
                .andTime(stored.trimmed() ? Optional.empty() : reply.finishedAt())
                .andText(waitingFor(reply));
    }

    private Optional<String> waitingFor(Reply reply) {
        return reply.status() == ReplyStatus.QUEUED
                ? Optional.of(sessions.waitingFor(reply.session()))
                : Optional.empty();
    }

    private static Optional<UUID> when(boolean condition, UUID id) {
        return condition ? Optional.of(id) : Optional.empty();
    }

    static StoredReply stored(ResultSet row) throws SQLException {
        return new StoredReply(
                reply(row),
                Columns.optionalLong(row, "fence").map(Fence::new),
                Columns.optionalTime(row, "lease_until"),
                Columns.optionalText(row, "claimed_by"),
                row.getLong("asked_sequence"),
                row.getBoolean("trimmed"),
                row.getLong("revision"));
    }

    private static Reply reply(ResultSet row) throws SQLException {
        return new Reply(
                new ReplyId(Columns.id(row, "id")),
                new SessionId(Columns.id(row, "session_id")),
                new ThreadId(Columns.id(row, "thread_id")),
                new MessageId(Columns.id(row, "question_id")),
                new MessageId(Columns.id(row, "answer_id")),
                ReplyStatus.valueOf(row.getString("status")),
                row.getInt("attempts"),
                new TextOffset(row.getInt("end_offset")),
                row.getBoolean("stop_requested"),
                Columns.optionalText(row, "finish_reason").map(FinishReason::valueOf),
                Columns.optionalText(row, "failure"),
                tokens(row),
                Columns.time(row, "asked_at"),
                Columns.optionalTime(row, "finished_at"));
    }

    private static Optional<TokenCount> tokens(ResultSet row) throws SQLException {
        var model = row.getString("model");
        return model == null
                ? Optional.empty()
                : Optional.of(new TokenCount(
                        row.getLong("r_input_tokens"),
                        row.getLong("r_output_tokens"),
                        row.getLong("r_cached_tokens"),
                        row.getLong("r_reasoning_tokens"),
                        model,
                        row.getBoolean("estimated")));
    }
}
