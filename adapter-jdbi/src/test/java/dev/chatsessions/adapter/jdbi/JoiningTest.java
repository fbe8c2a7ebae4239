package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row of the host's and a turn of the chat: both or neither. */
final class JoiningTest {

    private static final String SCHEMA = "joining";

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void what_the_host_commits_is_there_with_its_own_row(TestDatabase database) throws SQLException {
        var storage = storage(database);
        var chat = Chat.started(storage, "anna-" + Chat.id());
        try (var connection = open(database)) {
            order(connection);
            chat.turn(storage.joining(connection), "Where to?", "Lisbon.");
            chat.turn(storage.joining(connection), "And then?", "Porto.");
            assertEquals(0, chat.newest(storage, 50).size());

            connection.commit();
        }

        assertEquals(4, chat.newest(storage, 50).size());
        assertEquals(1, orders(database));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void what_the_host_rolls_back_is_gone_with_its_own_row(TestDatabase database) throws SQLException {
        var storage = storage(database);
        var chat = Chat.started(storage, "anna-" + Chat.id());
        try (var connection = open(database)) {
            order(connection);
            chat.turn(storage.joining(connection), "Where to?", "Lisbon.");

            connection.rollback();
        }

        assertEquals(0, chat.newest(storage, 50).size());
        assertEquals(0, orders(database));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_work_that_fails_leaves_the_hosts_transaction_usable(TestDatabase database) throws SQLException {
        var storage = storage(database);
        var chat = Chat.started(storage, "anna-" + Chat.id());
        try (var connection = open(database)) {
            order(connection);
            var joined = storage.joining(connection);
            assertThrows(
                    IllegalCallerException.class,
                    () -> joined.write(stores -> {
                        chat.turn(stores, "Where to?", "Lisbon.");
                        throw new IllegalCallerException("gives up");
                    }));
            chat.turn(joined, "Where to?", "Porto.");

            connection.commit();
        }

        var messages = chat.newest(storage, 50);
        assertEquals(2, messages.size());
        assertEquals("Porto.", messages.get(1).text());
        assertEquals(1, orders(database));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_joined_read_sees_the_transaction_and_may_not_write(TestDatabase database) throws SQLException {
        var storage = storage(database);
        var chat = Chat.started(storage, "anna-" + Chat.id());
        try (var connection = open(database)) {
            var joined = storage.joining(connection);
            chat.turn(joined, "Where to?", "Lisbon.");

            assertEquals(2, chat.newest(joined, 50).size());
            assertThrows(IllegalStateException.class, () -> joined.read(stores -> chat.turn(stores, "a", "b")));

            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_connection_that_has_no_transaction_or_another_isolation_is_refused(TestDatabase database)
            throws SQLException {
        var storage = storage(database);
        try (var connection = database.pool().getConnection()) {
            assertThrows(IllegalArgumentException.class, () -> storage.joining(connection));

            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            assertThrows(IllegalArgumentException.class, () -> storage.joining(connection));
            connection.rollback();
        }
    }

    private static JdbiStorage storage(TestDatabase database) throws SQLException {
        var storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        storage.check();
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop table if exists host_orders");
            statement.execute("create table host_orders (item varchar(100))");
        }
        return storage;
    }

    private static Connection open(TestDatabase database) throws SQLException {
        var connection = database.pool().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void order(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("insert into host_orders (item) values ('a ticket to Lisbon')");
        }
    }

    private static int orders(TestDatabase database) throws SQLException {
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from host_orders")) {
            row.next();
            return row.getInt(1);
        }
    }
}
