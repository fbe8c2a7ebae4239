package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.DeviceId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.link.DeviceLinks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a code lies in the tables, and what a host's transaction leaves of a pairing. */
@Tag(TestDatabase.NOT_THE_JDK)
final class CodesAtRestTest {

    private static final String SCHEMA = "codes_at_rest";

    private static final Caller.User ANN = Caller.user("ann");

    private static final DeviceId NECKLACE = new DeviceId(new Provider("omi"), "necklace");

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void no_column_of_any_table_holds_a_code(TestDatabase database) throws SQLException {
        var storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        storage.check();
        database.empty(SCHEMA);
        try (var core = core(storage)) {
            var code = core.links()
                    .start(ANN, NECKLACE, Optional.empty())
                    .shown()
                    .orElseThrow()
                    .digits();
            var wrong = code.substring(0, 5) + (code.charAt(5) == '0' ? '1' : '0');
            assertThrows(Invalid.class, () -> core.links().confirm(ANN, NECKLACE, wrong, Optional.empty()));
            var whilePending = texts(database);
            core.links().confirm(ANN, NECKLACE, code, Optional.empty());

            assertTrue(whilePending.stream().anyMatch(text -> text.startsWith("pbkdf2-sha256$600000$")));
            for (var text : concat(whilePending, texts(database))) {
                assertTrue(!text.contains(code) && !text.contains(wrong), text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void links_are_listed_and_ended_in_a_hosts_transaction_but_not_made(TestDatabase database) throws SQLException {
        var storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        storage.check();
        database.empty(SCHEMA);
        try (var core = core(storage);
                var connection = transaction(database)) {
            var code = core.links()
                    .start(ANN, NECKLACE, Optional.empty())
                    .shown()
                    .orElseThrow()
                    .digits();
            core.links().confirm(ANN, NECKLACE, code, Optional.empty());
            var inside = core.within(storage.joining(connection));

            assertThrows(IllegalStateException.class, () -> inside.links().start(ANN, NECKLACE, Optional.empty()));
            assertThrows(
                    IllegalStateException.class, () -> inside.links().confirm(ANN, NECKLACE, code, Optional.empty()));
            inside.links().unlink(ANN, NECKLACE);
            assertEquals(0, links(inside.links()));
            connection.rollback();

            assertEquals(1, links(core.links()));
        }
    }

    private static int links(DeviceLinks links) {
        return links.list(ANN, Optional.empty(), PageRequest.first(10)).items().size();
    }

    private static SessionCore core(JdbiStorage storage) {
        return SessionCore.builder()
                .storage(storage)
                .linkCodesShown(true)
                .housekeeping(Housekeeping.external())
                .build();
    }

    private static Connection transaction(TestDatabase database) throws SQLException {
        var connection = database.pool().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static List<String> concat(List<String> some, List<String> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /** All that is written in words: times and ids have digits of their own. */
    private static List<String> texts(TestDatabase database) throws SQLException {
        var texts = new ArrayList<String>();
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            for (var column : columns(connection)) {
                try (var row = statement.executeQuery("select " + column)) {
                    while (row.next()) {
                        Optional.ofNullable(row.getString(1)).ifPresent(texts::add);
                    }
                }
            }
        }
        return texts;
    }

    private static List<String> columns(Connection connection) throws SQLException {
        var columns = new ArrayList<String>();
        try (var query = connection.prepareStatement("""
                select column_name, table_name from information_schema.columns where table_schema = ?
                and lower(data_type) in ('text', 'character varying', 'jsonb', 'json')
                and lower(table_name) <> 'flyway_schema_history'""")) {
            query.setString(1, SCHEMA);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    columns.add("\"" + row.getString(1) + "\" from \"" + SCHEMA + "\".\"" + row.getString(2) + "\"");
                }
            }
        }
        assertTrue(columns.size() > 30, () -> "only found " + columns);
        return columns;
    }
}
