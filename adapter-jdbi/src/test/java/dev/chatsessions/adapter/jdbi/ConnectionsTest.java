package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.SessionId;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection goes back to its pool as it came. */
final class ConnectionsTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_connection_goes_back_as_it_came(TestDatabase database) throws SQLException {
        for (var isolation :
                new int[] {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ}) {
            for (var autoCommit : new boolean[] {true, false}) {
                JdbiStorage.builder(database.pool())
                        .schema("connections")
                        .build()
                        .check();
                try (var pool = poolOfOne(database, isolation, autoCommit)) {
                    var before = settings(pool, database);
                    var storage =
                            JdbiStorage.builder(pool).schema("connections").build();

                    var chat = Chat.started(storage, "anna-" + Chat.id());
                    chat.turn(storage, "Where to?", "Lisbon.");
                    assertEquals(2, chat.newest(storage, 50).size());
                    assertThrows(
                            IllegalCallerException.class,
                            () -> storage.write(stores -> {
                                chat.turn(stores, "Where to?", "Porto.");
                                throw new IllegalCallerException("gives up");
                            }));
                    storage.check();

                    assertEquals(before, settings(pool, database));
                    assertEquals(2, chat.newest(storage, 50).size());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_15", "POSTGRESQL_18"})
    void a_transaction_waits_runs_and_stands_still_for_as_long_as_was_said(TestDatabase database) throws SQLException {
        try (var pool = poolOfOne(database, Connection.TRANSACTION_READ_COMMITTED, true)) {
            JdbiStorage.builder(database.pool()).schema("connections").build().check();
            var storage = JdbiStorage.builder(pool)
                    .schema("connections")
                    .timeouts(Duration.ofMillis(2_001), Duration.ofMillis(5_002), Duration.ofMillis(10_003))
                    .build();
            var chat = Chat.started(storage, "anna-" + Chat.id());
            var beneath = beneath(pool);

            for (var told : List.of(
                    storage.read(stores -> timeouts(stores, chat, beneath)),
                    storage.write(stores -> timeouts(stores, chat, beneath)))) {
                assertEquals("2001ms 5002ms 10003ms", told);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_15", "POSTGRESQL_18"})
    void a_glance_waits_no_longer_than_was_said(TestDatabase database) throws SQLException {
        JdbiStorage.builder(database.pool()).schema("connections").build().check();
        try (var pool = poolOfOne(database, Connection.TRANSACTION_READ_COMMITTED, true);
                var other = database.pool().getConnection()) {
            var before = settings(pool, database);
            var storage = JdbiStorage.builder(pool)
                    .schema("connections")
                    .timeouts(Duration.ofMillis(20), Duration.ofSeconds(100), Duration.ofSeconds(200))
                    .build();
            storage.check();
            other.setAutoCommit(false);
            lockSessions(other);

            assertEquals("55P03", stateOfGlance(storage));
            other.rollback();
            assertEquals(before, settings(pool, database));
        }
    }

    private static void lockSessions(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("lock table connections.sessions in access exclusive mode");
        }
    }

    private static String stateOfGlance(JdbiStorage storage) {
        var session = new SessionId(Chat.id());
        var failure = assertThrows(
                Unavailable.class,
                () -> storage.glance(stores -> stores.sessions().find(new SessionAccess.Any(), session)));
        return assertInstanceOf(SQLException.class, failure.getCause()).getSQLState();
    }

    private static Connection beneath(HikariDataSource pool) throws SQLException {
        try (var pooled = pool.getConnection()) {
            return pooled.unwrap(Connection.class);
        }
    }

    /** What the transaction that has asked something is set to, asked behind its back. */
    private static String timeouts(Stores stores, Chat chat, Connection beneath) {
        stores.sessions().find(chat.access(), chat.session());
        try {
            return one(
                    beneath,
                    "select current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')"
                            + " || ' ' || current_setting('idle_in_transaction_session_timeout')");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static HikariDataSource poolOfOne(TestDatabase database, int isolation, boolean autoCommit) {
        var config = new HikariConfig();
        config.setJdbcUrl(database.url());
        if (database.isPostgresql()) {
            // So that what waits for ever fails.
            config.addDataSourceProperty("socketTimeout", "30");
        }
        config.setMaximumPoolSize(1);
        config.setAutoCommit(autoCommit);
        config.setTransactionIsolation(String.valueOf(isolation));
        return new HikariDataSource(config);
    }

    /** What a connection is set to, asked of the driver beneath the pool, which would set things right by itself. */
    private static String settings(HikariDataSource pool, TestDatabase database) throws SQLException {
        try (var pooled = pool.getConnection()) {
            var connection = pooled.unwrap(Connection.class);
            var told = "autocommit " + connection.getAutoCommit() + ", read-only " + connection.isReadOnly()
                    + ", isolation " + connection.getTransactionIsolation();
            var timeouts = database.isPostgresql()
                    ? one(connection, "select current_setting('statement_timeout') || current_setting('lock_timeout')")
                    : "";
            if (!pooled.getAutoCommit()) {
                pooled.rollback();
            }
            return told + ", timeouts " + timeouts;
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
