package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.thread.ChatThread;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The marks that deleted rows leave. */
@Tag(TestDatabase.NOT_THE_JDK)
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

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_15", "POSTGRESQL_18"})
    void however_many_threads_a_session_had_a_few_rows_are_changed_at_a_time(TestDatabase database)
            throws SQLException {
        var storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        var chat = Chat.started(storage, "ann-" + Chat.id());
        storage.write(stores -> {
            var thread = stores.threads()
                    .lock(chat.access(), chat.thread())
                    .orElseThrow()
                    .thread();
            for (var i = 0; i < 7; i++) {
                var another = new ThreadId(Chat.id());
                stores.threads().insert(titled(thread, another));
            }
            stores.sessions().delete(chat.session(), stores.now());
            return true;
        });

        var left = titles(database, chat.session());
        assertEquals(7, left);
        while (storage.write(stores -> stores.sessions().purgeDeleted(3)) > 0) {
            var now = titles(database, chat.session());
            assertTrue(left - now <= 3, left + " titles became " + now);
            left = now;
        }
        assertEquals(0, left);
    }

    private static ChatThread titled(ChatThread like, ThreadId id) {
        return new ChatThread(
                id,
                like.session(),
                id.toString(),
                Optional.of("What ails me"),
                like.createdAt(),
                like.lastMessageAt(),
                like.lastPosition(),
                like.messageCount(),
                like.usage(),
                like.clearedThrough(),
                like.version());
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
