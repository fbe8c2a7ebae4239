package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.spi.JoinedStorage;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** Works in the host's open transaction. */
final class JoinedJdbiStorage implements JoinedStorage {

    private final Connection connection;

    private final Database database;

    private final WithinWork within;

    private final ActingFor acting;

    JoinedJdbiStorage(Connection connection, Database database, WithinWork within) {
        this(connection, database, within, ActingFor.ALL);
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalArgumentException("the connection is in autocommit, so there is nothing to join");
            }
            if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                throw new IllegalArgumentException("the connection's transaction is not at READ COMMITTED");
            }
        } catch (SQLException failure) {
            throw Failures.unavailable(failure);
        }
    }

    private JoinedJdbiStorage(Connection connection, Database database, WithinWork within, ActingFor acting) {
        this.connection = connection;
        this.database = database;
        this.within = within;
        this.acting = acting;
    }

    @Override
    public Storage on(SessionAccess access) {
        return database.rowSecurity()
                ? new JoinedJdbiStorage(connection, database, within, ActingFor.of(access))
                : this;
    }

    @Override
    public <T> T read(Work<T> work) {
        return run(Dialect.Scope.JOINED_READ, work);
    }

    @Override
    public <T> T write(Work<T> work) {
        return run(Dialect.Scope.JOINED_WRITE, work);
    }

    @Override
    public void check() {
        try (var statement = connection.createStatement()) {
            statement.execute("select 1");
        } catch (SQLException failure) {
            throw Failures.unavailable(failure);
        }
    }

    /** Lets go of nothing: the connection is the host's. */
    @Override
    public void close() {}

    private <T> T run(Dialect.Scope scope, Work<T> work) {
        return within.run(() -> {
            try {
                return new Attempt(database, scope, acting).runIn(connection, work);
            } catch (SQLException | JdbiException | RevisionMoved failure) {
                throw Failures.unavailable(failure);
            }
        });
    }
}
