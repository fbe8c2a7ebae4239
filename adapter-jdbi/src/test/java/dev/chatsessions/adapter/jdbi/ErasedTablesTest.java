package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.UserId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.erasure.Erasure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every table that the database itself names holds a row of a user in which every text is a canary, made from its columns
 * alone, so that no later table is forgotten; and none does once the user is erased.
 */
@Tag(TestDatabase.NOT_THE_JDK)
final class ErasedTablesTest {

    private static final String SCHEMA = "erased_tables";

    private static final String CANARY = "canary";

    private static final UserId USER = new UserId(CANARY);

    private static final Caller.Admin ADMIN = Caller.admin("operator");

    private static final String SESSION = "00000000-0000-7000-8000-000000000001";

    private static final String ORPHAN = "00000000-0000-7000-8000-000000000002";

    private static final String OTHER = "00000000-0000-7000-8000-000000000003";

    /** Which hold nothing of a user in words: versions, leases of nodes, hashes, ids of rows of other programs, marks. */
    private static final Set<String> OF_NOBODY =
            Set.of("schema_version", "presence_nodes", "attempts", "legacy_imports", "erasures", "erased_devices");

    private static final EveryTable TABLES = new EveryTable(SCHEMA, CANARY, SESSION, ORPHAN);

    /** Rows besides, of what else is his. */
    private static final List<EveryTable.Row> BESIDES = List.of(
            new EveryTable.Row(
                    "sessions", Map.of("id", ORPHAN, "owner_key", "", "session_key", ORPHAN, "held_key", ORPHAN)),
            new EveryTable.Row("scope_heads", Map.of("scope", "worker:" + CANARY)),
            new EveryTable.Row("scope_events", Map.of("scope", "worker:" + CANARY)),
            new EveryTable.Row("tokens", Map.of("id", ORPHAN, "hash", "canary 2", "subject_kind", "worker")),
            new EveryTable.Row(
                    "tokens", Map.of("id", OTHER, "hash", "canary 3", "subject_kind", "guest", "subject", SESSION)),
            new EveryTable.Row("request_keys", Map.of("caller", "worker:" + CANARY)),
            new EveryTable.Row("request_keys", Map.of("caller", "device:omi:" + CANARY)),
            new EveryTable.Row("deliveries", Map.of("id", ORPHAN, "session_id", ORPHAN)));

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void no_text_of_any_table_holds_anything_of_who_was_erased(TestDatabase database) throws SQLException {
        var storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        storage.check();
        database.empty(SCHEMA);
        try (var core = SessionCore.builder()
                        .storage(storage)
                        .housekeeping(Housekeeping.external())
                        .build();
                var connection = database.pool().getConnection()) {
            var tables = TABLES.columns(connection);
            TABLES.fill(connection, OF_NOBODY, BESIDES);
            var his = new TreeSet<>(tables.keySet());
            his.removeAll(OF_NOBODY);
            assertEquals(his, holding(connection, tables), "tables with something of his");

            core.erasures().erase(ADMIN, USER);
            var report = ended(core);

            assertEquals(Set.of(), holding(connection, tables), report::toString);
            his.removeAll(report.removed().keySet());
            // What is nobody's becomes his session, and goes as that.
            his.remove("orphans");
            assertEquals(Set.of(), his, "tables of which the report says nothing");
        }
    }

    private static Erasure ended(SessionCore core) {
        for (var round = 0; round < 100; round++) {
            var now = core.erasures().find(ADMIN, USER);
            if (now.endedAt().isPresent()) {
                return now;
            }
            core.housekeeping().runOnce();
        }
        throw new AssertionError("the erasure never ends: " + core.erasures().find(ADMIN, USER));
    }

    /** The tables in which a text holds the canary. */
    private static Set<String> holding(Connection connection, Map<String, List<EveryTable.Column>> tables)
            throws SQLException {
        var found = new TreeSet<String>();
        try (var statement = connection.createStatement()) {
            for (var table : tables.entrySet()) {
                var texts = table.getValue().stream()
                        .filter(EveryTable.Column::isText)
                        .map(column -> "cast(" + column.name() + " as varchar) like '%" + CANARY + "%'")
                        .collect(joining(" or "));
                if (!texts.isEmpty()
                        && statement
                                .executeQuery("select 1 from \"" + SCHEMA + "\"." + table.getKey() + " where " + texts)
                                .next()) {
                    found.add(table.getKey());
                }
            }
        }
        return found;
    }
}
