package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.spi.Work;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** One run of a work on a connection, which goes back as it came. */
final class Attempt {

    private final Jdbi jdbi;

    private final Database database;

    private final Dialect.Scope scope;

    Attempt(Jdbi jdbi, Database database, Dialect.Scope scope) {
        this.jdbi = jdbi;
        this.database = database;
        this.scope = scope;
    }

    /** Runs it and ends its transaction. Driver failures pass, but for one: that the outcome is unknown is told so. */
    <T> T run(Work<T> work) throws SQLException {
        try (var handle = jdbi.open()) {
            return scope.joined() ? runIn(handle, work) : runOwn(handle, work);
        }
    }

    private <T> T runOwn(Handle handle, Work<T> work) throws SQLException {
        var connection = handle.getConnection();
        var autoCommit = connection.getAutoCommit();
        var isolation = database.dialect() == Dialect.H2 ? connection.getTransactionIsolation() : 0;
        var needed = database.dialect().isolation(scope, isolation);
        if (needed != isolation) {
            connection.setTransactionIsolation(needed);
        }
        try {
            connection.setAutoCommit(database.dialect().begins());
            return runIn(handle, work);
        } finally {
            giveBack(connection, autoCommit, needed != isolation, isolation);
        }
    }

    private <T> T runIn(Handle handle, Work<T> work) throws SQLException {
        var transaction = new Transaction(handle, database, scope);
        try {
            var result = work.in(new JdbiStores(transaction));
            transaction.commit();
            return result;
        } catch (Throwable failure) {
            transaction.rollback();
            var lost = Failures.ofDriver(failure);
            if (transaction.ending()
                    && scope == Dialect.Scope.WRITE
                    && lost.isPresent()
                    && !database.dialect().isWorthAnotherRun(lost.get())
                    && database.dialect().leavesOutcomeUnknown(lost.get())) {
                throw Failures.outcomeUnknown(failure);
            }
            throw failure;
        } finally {
            transaction.end();
        }
    }

    /** A connection that cannot be set back is broken, which its pool will notice; what happened in it counts more. */
    private static void giveBack(Connection connection, boolean autoCommit, boolean isolated, int isolation) {
        try {
            connection.setAutoCommit(autoCommit);
            if (isolated) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException broken) {
            return;
        }
    }
}
