package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sweep of expired sessions does to a database that others use meanwhile. */
@Tag(TestDatabase.NOT_THE_JDK)
final class SweepTest {

    private static final String SCHEMA = "swept";

    private static final Caller.User ANN = Caller.user("ann");

    private final MovableClock clock = new MovableClock();

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void it_waits_for_no_session_that_somebody_holds(TestDatabase database) throws SQLException {
        try (var chat = chat(database);
                var holder = database.pool().getConnection()) {
            var sessions = expired(chat, 3);
            holder.setAutoCommit(false);
            try (var lock = holder.prepareStatement("select id from \"swept\".sessions where id = ? for update")) {
                lock.setObject(1, sessions.get(1).id().value());
                lock.executeQuery();
            }

            chat.housekeeping().runOnce();
            assertEquals(
                    List.of(SessionStatus.EXPIRED, SessionStatus.ACTIVE, SessionStatus.EXPIRED),
                    stored(database, sessions));

            holder.rollback();
            holder.setAutoCommit(true);
            chat.housekeeping().runOnce();
            assertEquals(Collections.nCopies(3, SessionStatus.EXPIRED), stored(database, sessions));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void one_session_that_cannot_be_read_keeps_no_other(TestDatabase database) throws SQLException {
        try (var chat = chat(database)) {
            var sessions = expired(chat, 3);
            change(
                    database,
                    "update \"swept\".sessions set answerer = 'NOBODY' where id = '"
                            + sessions.get(1).id() + "'");

            chat.housekeeping().runOnce();

            assertEquals(
                    List.of(SessionStatus.EXPIRED, SessionStatus.ACTIVE, SessionStatus.EXPIRED),
                    stored(database, sessions));
        }
    }

    /** Each row knows which transaction wrote it last. */
    @Test
    void no_transaction_changes_more_than_a_batch() throws SQLException {
        var database = TestDatabase.POSTGRESQL_18;
        try (var chat = chat(database)) {
            var sessions = expired(chat, 250);

            chat.housekeeping().runOnce();

            assertEquals(Collections.nCopies(250, SessionStatus.EXPIRED), stored(database, sessions));
            try (var connection = database.pool().getConnection();
                    var statement = connection.createStatement();
                    var row = statement.executeQuery("select max(rows) from ("
                            + "select count(*) as rows from \"swept\".sessions group by xmin) as transactions")) {
                row.next();
                assertEquals(200, row.getInt(1));
            }
        }
    }

    private SessionCore chat(TestDatabase database) {
        var storage =
                JdbiStorage.builder(database.pool()).schema(SCHEMA).clock(clock).build();
        storage.check();
        database.empty(SCHEMA);
        return SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .build();
    }

    private List<Session> expired(SessionCore chat, int count) {
        var sessions = IntStream.range(0, count)
                .mapToObj(number -> chat.sessions().start(ANN, SessionStart.of(SessionKind.SHARED), RequestKey.none()))
                .toList();
        clock.advance(Duration.ofHours(2));
        return sessions;
    }

    private static List<SessionStatus> stored(TestDatabase database, List<Session> sessions) throws SQLException {
        try (var connection = database.pool().getConnection();
                var find = connection.prepareStatement("select status from \"swept\".sessions where id = ?")) {
            var statuses = new SessionStatus[sessions.size()];
            for (var i = 0; i < statuses.length; i++) {
                find.setObject(1, sessions.get(i).id().value());
                try (var row = find.executeQuery()) {
                    row.next();
                    statuses[i] = SessionStatus.valueOf(row.getString(1));
                }
            }
            return List.of(statuses);
        }
    }

    private static void change(TestDatabase database, String sql) throws SQLException {
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
