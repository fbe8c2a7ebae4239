package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.SessionId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.spi.AssignmentStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.WorkerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What sessions on workers have beside what every session has. */
final class AssignmentsTable implements AssignmentStore {

    private static final Insert INSERT = Insert.into(
            "assignments",
            "session_id, worker_id, model, ends_after_seconds, fails_after_seconds, agent_session, ready_at, look_at",
            "session_id");

    private static final String FIND = "select " + SessionRow.COLUMNS + """
            , a.worker_id, a.model, a.ends_after_seconds, a.fails_after_seconds, a.agent_session, a.ready_at
            from ${schema}.assignments a join ${schema}.sessions s on s.id = a.session_id where\s""";

    private static final String BY_SESSION = FIND + "a.session_id = ?";

    private static final String OF_WORKER = FIND + "a.worker_id = ?";

    // The right is asked of what was found: joined, PostgreSQL begins with all sessions of the owner and sorts.
    private static final String RIGHT = " and (select true from ${schema}.sessions s where s.id = a.session_id%s)";

    private static final String LIVE = " and s.status in ('ACTIVE', 'IDLE', 'PAUSED')";

    private static final String NEWEST_FIRST = " order by a.worker_id desc, a.session_id desc limit ?";

    private static final String CHANGE =
            "update ${schema}.assignments set fails_after_seconds = ?, agent_session = ?, ready_at = ? where session_id = ?";

    private static final String LOOK_AGAIN = "update ${schema}.assignments set look_at = ? where session_id = ?";

    private static final String DUE = """
            select a.session_id from ${schema}.assignments a
            join ${schema}.sessions s on s.id = a.session_id and s.deleted_at is null
            where a.look_at < ? order by a.look_at, a.session_id limit ?""";

    private static final Row<WorkerSession> ROW = row -> new WorkerSession(SessionRow.ROW.read(row), assignment(row));

    private final Transaction transaction;

    private final SessionsTable sessions;

    AssignmentsTable(Transaction transaction, SessionsTable sessions) {
        this.transaction = transaction;
        this.sessions = sessions;
    }

    @Override
    public void insert(Assignment assignment, Optional<Instant> lookAt) {
        sessions.requireHeld(assignment.session());
        transaction.insertLater(
                INSERT,
                Values.of(assignment.session().value())
                        .and(assignment.worker().value())
                        .andText(assignment.model())
                        .andLong(assignment.endsAfter().map(Duration::toSeconds))
                        .andLong(assignment.failsAfter().map(Duration::toSeconds))
                        .andText(assignment.agentSession())
                        .andTime(assignment.readyAt())
                        .andTime(lookAt));
    }

    @Override
    public Optional<WorkerSession> find(SessionAccess access, SessionId session) {
        sessions.settle();
        var right = Access.to(access);
        return transaction.first(
                BY_SESSION + right.condition(), Values.of(session.value()).andAll(right.values()), ROW);
    }

    @Override
    public void change(Assignment next) {
        sessions.requireHeld(next.session());
        transaction.changeLater(
                CHANGE,
                new Values()
                        .andLong(next.failsAfter().map(Duration::toSeconds))
                        .andText(next.agentSession())
                        .andTime(next.readyAt())
                        .and(next.session().value()));
    }

    @Override
    public void lookAgain(SessionId session, Optional<Instant> at) {
        sessions.requireHeld(session);
        transaction.changeLater(LOOK_AGAIN, new Values().andTime(at).and(session.value()));
    }

    @Override
    public List<WorkerSession> list(
            SessionAccess access, WorkerId worker, boolean onlyLive, Optional<SessionId> before, int limit) {
        sessions.settle();
        var right = Access.to(access);
        var values = Values.of(worker.value());
        before.ifPresent(last -> values.and(last.value()));
        var sql = OF_WORKER
                + (before.isPresent() ? " and a.session_id < ?" : "")
                + (onlyLive ? LIVE : "")
                + RIGHT.formatted(right.condition())
                + NEWEST_FIRST;
        return transaction.list(sql, values.andAll(right.values()).and(limit), ROW);
    }

    @Override
    public List<SessionId> due(Instant now, int limit) {
        return transaction.list(
                DUE, new Values().and(now).and(limit), row -> new SessionId(Columns.id(row, "session_id")));
    }

    private static Assignment assignment(ResultSet row) throws SQLException {
        return new Assignment(
                new SessionId(Columns.id(row, "id")),
                new WorkerId(row.getString("worker_id")),
                Columns.optionalText(row, "model"),
                Columns.optionalLong(row, "ends_after_seconds").map(Duration::ofSeconds),
                Columns.optionalLong(row, "fails_after_seconds").map(Duration::ofSeconds),
                Columns.optionalText(row, "agent_session"),
                Columns.optionalTime(row, "ready_at"));
    }
}
