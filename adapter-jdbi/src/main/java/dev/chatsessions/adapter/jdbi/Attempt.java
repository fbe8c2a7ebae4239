package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.spi.Work;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One run of a work on a connection, which goes back as it came. */
final class Attempt {

    private final Database database;

    private final Dialect.Scope scope;

    private final ActingFor acting;

    Attempt(Database database, Dialect.Scope scope, ActingFor acting) {
        this.database = database;
        this.scope = scope;
        this.acting = acting;
    }

    /** Runs it in a transaction of its own, and ends that. Driver failures pass, but one: an unknown outcome is told so. */
    <T> T run(DataSource source, Work<T> work) throws SQLException {
        try (var connection = source.getConnection()) {
            return runOwn(connection, work);
        }
    }

    private <T> T runOwn(Connection connection, Work<T> work) throws SQLException {
        var autoCommit = connection.getAutoCommit();
        var isolation = database.dialect() == Dialect.H2 ? connection.getTransactionIsolation() : 0;
        var needed = database.dialect().isolation(scope, isolation);
        if (needed != isolation) {
            connection.setTransactionIsolation(needed);
        }
        try {
            connection.setAutoCommit(database.dialect().begins());
            return runIn(connection, work);
        } finally {
            giveBack(connection, autoCommit, needed != isolation, isolation);
        }
    }

    /** Runs it in the transaction that is open there. */
    <T> T runIn(Connection connection, Work<T> work) throws SQLException {
        var transaction = new Transaction(connection, database, scope, acting);
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
