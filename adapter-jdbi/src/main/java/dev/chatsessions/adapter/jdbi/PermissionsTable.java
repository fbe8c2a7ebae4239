package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.spi.PermissionStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredPermission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What answerers asked their users to allow. */
final class PermissionsTable implements PermissionStore {

    private static final Insert INSERT = Insert.into(
            "permission_requests",
            "session_id, reply_id, request_id, fence, thread_id, asked_at, chosen, answered_at",
            "content",
            "${json}",
            "session_id, reply_id, request_id, fence");

    private static final String IN_SESSION = """
            select p.session_id, p.thread_id, p.reply_id, p.request_id, p.fence, p.content, p.asked_at, p.chosen,
            p.answered_at from ${schema}.permission_requests p where p.session_id = ?""";

    private static final String RIGHT = " and (select true from ${schema}.sessions s where s.id = p.session_id%s)";

    private static final String OF_REPLY = IN_SESSION + " and p.reply_id = ?" + RIGHT;

    private static final String AFTER = """
             and p.reply_id >= ?
            and (p.reply_id > ? or p.request_id > ? or (p.request_id = ? and p.fence > ?))""";

    private static final String BY_KEY = " order by p.session_id, p.reply_id, p.request_id, p.fence limit ?";

    private static final String LATEST = OF_REPLY
            + " and p.request_id = ? order by p.session_id desc, p.reply_id desc, p.request_id desc, p.fence desc limit 1";

    private static final String OPEN = OF_REPLY + " and p.fence = ? and p.chosen is null"
            + " order by p.session_id, p.reply_id, p.fence, p.asked_at, p.request_id limit ?";

    private static final String ANSWER = """
            update ${schema}.permission_requests set chosen = ?, answered_at = ?
            where session_id = ? and reply_id = ? and request_id = ? and fence = ? and chosen is null""";

    private static final String CLEAR =
            "delete from ${schema}.permission_requests where session_id = ? and thread_id = ?";

    private static final Row<StoredPermission> ROW = row -> new StoredPermission(
            new SessionId(Columns.id(row, "session_id")),
            new ThreadId(Columns.id(row, "thread_id")),
            new ReplyId(Columns.id(row, "reply_id")),
            new Fence(row.getLong("fence")),
            new PermissionId(row.getString("request_id")),
            Json.readFields(row.getString("content")),
            Columns.time(row, "asked_at"),
            chosen(row));

    private final Transaction transaction;

    private final SessionsTable sessions;

    PermissionsTable(Transaction transaction, SessionsTable sessions) {
        this.transaction = transaction;
        this.sessions = sessions;
    }

    @Override
    public void insert(StoredPermission request) {
        sessions.requireHeld(request.session());
        transaction.insertLater(
                INSERT,
                Values.of(request.session().value())
                        .and(request.reply().value())
                        .and(request.id().value())
                        .and(request.fence().value())
                        .and(request.thread().value())
                        .and(request.askedAt())
                        .andText(request.chosen().map(PermissionChoice::option))
                        .andTime(request.chosen().map(PermissionChoice::at))
                        .and(Json.write(request.content())));
    }

    @Override
    public Optional<StoredPermission> find(
            SessionAccess access, SessionId session, ReplyId reply, PermissionId request) {
        sessions.settle();
        var right = Access.to(access);
        return transaction.first(
                LATEST.formatted(right.condition()),
                Values.of(session.value())
                        .and(reply.value())
                        .andAll(right.values())
                        .and(request.value()),
                ROW);
    }

    @Override
    public List<StoredPermission> open(SessionAccess access, SessionId session, ReplyId reply, Fence fence, int limit) {
        sessions.settle();
        var right = Access.to(access);
        return transaction.list(
                OPEN.formatted(right.condition()),
                Values.of(session.value())
                        .and(reply.value())
                        .andAll(right.values())
                        .and(fence.value())
                        .and(limit),
                ROW);
    }

    @Override
    public List<StoredPermission> list(
            SessionAccess access, SessionId session, Optional<StoredPermission> after, int limit) {
        sessions.settle();
        var right = Access.to(access);
        var values = Values.of(session.value()).andAll(right.values());
        after.ifPresent(last -> values.and(last.reply().value())
                .and(last.reply().value())
                .and(last.id().value())
                .and(last.id().value())
                .and(last.fence().value()));
        return transaction.list(
                IN_SESSION + RIGHT.formatted(right.condition()) + (after.isPresent() ? AFTER : "") + BY_KEY,
                values.and(limit),
                ROW);
    }

    @Override
    public void answer(StoredPermission answered) {
        sessions.requireHeld(answered.session());
        transaction.changeLater(
                ANSWER,
                new Values()
                        .andText(answered.chosen().map(PermissionChoice::option))
                        .andTime(answered.chosen().map(PermissionChoice::at))
                        .and(answered.session().value())
                        .and(answered.reply().value())
                        .and(answered.id().value())
                        .and(answered.fence().value()));
    }

    @Override
    public void clear(SessionId session, ThreadId thread) {
        sessions.requireHeld(session);
        transaction.changeLater(CLEAR, Values.of(session.value()).and(thread.value()));
    }

    private static Optional<PermissionChoice> chosen(ResultSet row) throws SQLException {
        var answeredAt = Columns.optionalTime(row, "answered_at");
        return Columns.optionalText(row, "chosen")
                .flatMap(option -> answeredAt.map(at -> new PermissionChoice(option, at)));
    }
}
