package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.SessionId;
import dev.chatsessions.adapter.jdbi.ChatkitSessions.Report;
import dev.chatsessions.adapter.jdbi.ChatkitSessions.Starter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BiConsumer;
import javax.sql.DataSource;

/** Makes sessions of rows, each in a transaction of its own in which the row is marked too. */
record ChatkitImport(
        DataSource source, Database database, Starter starter, boolean dryRun, BiConsumer<String, String> skipped) {

    /** One row at a time, however many imports run: the next one sees what this one marked. */
    private static final String ALONE = "select pg_advisory_xact_lock(hashtext(?))";

    private static final String KNOWN = "select 1 from ${schema}.legacy_imports where source = ? and row_id = ?";

    private static final String MARK =
            "insert into ${schema}.legacy_imports (source, row_id, session_id, row_hash) values (?, ?, ?, ?)";

    Report outcome(ChatkitRow row) {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return outcome(connection, row);
            } finally {
                connection.rollback();
            }
        } catch (SQLException failure) {
            throw Failures.unavailable(failure);
        }
    }

    private Report outcome(Connection connection, ChatkitRow row) throws SQLException {
        asked(connection, ALONE, ChatkitSessions.SOURCE);
        if (asked(connection, KNOWN, ChatkitSessions.SOURCE, row.id())) {
            return Report.KNOWN;
        }
        try {
            mark(connection, row, started(connection, row));
        } catch (Invalid | Conflict | Gone | IllegalArgumentException | ArithmeticException fault) {
            skipped.accept(row.id(), fault.getMessage());
            return Report.SKIPPED;
        }
        if (!dryRun) {
            connection.commit();
        }
        return Report.IMPORTED;
    }

    private SessionId started(Connection connection, ChatkitRow row) {
        if (row.id().isEmpty()) {
            throw new IllegalArgumentException("it has no id");
        }
        return starter.start(connection, row.owner(), row.start(), row.changes());
    }

    private void mark(Connection connection, ChatkitRow row, SessionId session) throws SQLException {
        try (var insert = connection.prepareStatement(database.fill(MARK))) {
            insert.setString(1, ChatkitSessions.SOURCE);
            insert.setString(2, row.id());
            insert.setObject(3, session.value());
            insert.setString(4, row.hash());
            insert.executeUpdate();
        }
    }

    /** Whether the question finds anything. */
    private boolean asked(Connection connection, String sql, String... values) throws SQLException {
        try (var query = connection.prepareStatement(database.fill(sql))) {
            for (var i = 0; i < values.length; i++) {
                query.setString(i + 1, values[i]);
            }
            try (var found = query.executeQuery()) {
                return found.next();
            }
        }
    }
}
