package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.SessionId;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The marks that deleted rows leave. */
final class PurgeTest {

    private static final String SCHEMA = "purged";

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_15", "POSTGRESQL_18"})
    void the_marks_of_a_deleted_sessions_threads_hold_no_word_of_its_user(TestDatabase database) throws SQLException {
        var storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        var chat = Chat.started(storage, "ann-" + Chat.id());
        storage.write(stores -> {
            var thread = stores.threads()
                    .lock(chat.access(), chat.thread())
                    .orElseThrow()
                    .thread();
            return stores.threads().change(thread.renamedTo(Optional.of("What ails me")), thread.version());
        });
        storage.write(stores -> {
            stores.sessions().lock(chat.access(), chat.session());
            stores.sessions().delete(chat.session(), stores.now());
            return true;
        });

        storage.write(stores -> stores.sessions().purgeDeleted(1_000));

        assertEquals(0, titles(database, chat.session()));
    }

    private static int titles(TestDatabase database, SessionId session) throws SQLException {
        try (var connection = database.pool().getConnection();
                var query = connection.prepareStatement(
                        "select count(title) from \"" + SCHEMA + "\".threads where session_id = ?")) {
            query.setObject(1, session.value());
            try (var row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
