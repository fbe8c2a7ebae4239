package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What earlier versions kept is there, and of use, after their tables were brought up to date in place. */
@Tag(TestDatabase.NOT_THE_JDK)
final class DumpsTest {

    private static final Path MADE = Path.of("target", "dumps");

    private static final Caller.User ANN = Caller.user("ann");

    static Stream<Arguments> dumps() {
        return Stream.of(TestDatabase.H2_MEMORY, TestDatabase.POSTGRESQL_18)
                .flatMap(database -> Dump.kept().stream().map(dump -> Arguments.of(database, dump)));
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void a_dump_is_brought_up_to_date_with_its_rows(TestDatabase database, Dump dump) throws Exception {
        var schema = fresh(database, "dump_" + dump.version());
        dump.into(database, schema);
        var before = Dump.rows(database, schema);

        var storage = JdbiStorage.builder(database.pool()).schema(schema).build();
        storage.check();

        var after = Dump.rows(database, schema);
        before.forEach((table, rows) -> assertEquals(rows, of(rows, after.get(table)), table));
        try (var chat = SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .build()) {
            var path = new ThreadPath(SessionKind.CHAT, "user-ann", "main");
            var thread = chat.threads().findByPath(ANN, path).orElseThrow().thread();
            chat.threads().append(ANN, thread.id(), List.of(NewMessage.user("And then?")), RequestKey.none());
            assertEquals(
                    List.of("Where to? 🌍", "It's \"Lisbon\".", "And then?"),
                    chat.threads().transcript(ANN, path, PageRequest.first(50)).orElseThrow().messages().stream()
                            .map(Message::text)
                            .toList());
        }
    }

    /** So that the next version shows that it takes these rows over. */
    @Test
    void the_version_before_the_newest_has_a_dump() {
        var before = MigrationFiles.NAMES.size() - 1;

        assertTrue(
                Dump.kept().contains(new Dump(before)),
                () -> "there is no dump of version " + before + "; CONTRIBUTING says how to make it");
    }

    /** Makes the dump of today besides, from the newest one that is kept. */
    @Test
    void the_newest_dump_has_rows_in_every_table() throws SQLException, IOException {
        var kept = Dump.kept();
        var newest = kept.get(kept.size() - 1);
        var schema = fresh(TestDatabase.H2_MEMORY, "newest_dump");
        newest.into(TestDatabase.H2_MEMORY, schema);

        assertEquals(List.of(), empty(Dump.rows(TestDatabase.H2_MEMORY, schema)), newest.fileName());

        JdbiStorage.builder(TestDatabase.H2_MEMORY.pool())
                .schema(schema)
                .build()
                .migrate();
        var today = new Dump(MigrationFiles.NAMES.size());
        var rows = Dump.rows(TestDatabase.H2_MEMORY, schema);
        Files.createDirectories(MADE);
        Files.writeString(
                MADE.resolve(today.fileName()),
                Dump.inserts(rows)
                        + empty(rows).stream()
                                .map(table -> "\n-- To be written: a row of " + table + ".\n")
                                .reduce("", String::concat));
    }

    private static List<String> empty(Map<String, List<Map<String, String>>> tables) {
        return tables.entrySet().stream()
                .filter(table -> table.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The later rows with the columns of the earlier ones. */
    private static List<Map<String, String>> of(List<Map<String, String>> earlier, List<Map<String, String>> later) {
        return later.stream()
                .map(row -> {
                    var same = new LinkedHashMap<>(row);
                    same.keySet().retainAll(earlier.get(0).keySet());
                    return Map.copyOf(same);
                })
                .toList();
    }

    private static String fresh(TestDatabase database, String schema) throws SQLException {
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop schema if exists \"" + schema + "\" cascade");
        }
        return schema;
    }
}
