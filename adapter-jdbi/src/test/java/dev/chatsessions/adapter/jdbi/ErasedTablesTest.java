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
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
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

    private static final Set<String> JSON =
            Set.of("data", "parts", "attributes", "results", "listening", "content", "phrases", "state_value");

    /** What a text has to be for the program to read it, by the column or by table and column. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("sessions.kind", "CHAT"),
            Map.entry("sessions.status", "ACTIVE"),
            Map.entry("sessions.answerer", "ASSISTANT"),
            Map.entry("replies.status", "FINISHED"),
            Map.entry("workers.status", "OFFLINE"),
            Map.entry("caller", "user:" + CANARY),
            Map.entry("scope", "user:" + CANARY),
            Map.entry("subject_kind", "user"),
            Map.entry("provider", "omi"));

    /** Rows besides, of what else is his. */
    private static final List<Extra> BESIDES = List.of(
            new Extra("sessions", Map.of("id", ORPHAN, "owner_key", "", "session_key", ORPHAN, "held_key", ORPHAN)),
            new Extra("scope_heads", Map.of("scope", "worker:" + CANARY)),
            new Extra("scope_events", Map.of("scope", "worker:" + CANARY)),
            new Extra("tokens", Map.of("id", ORPHAN, "hash", "canary 2", "subject_kind", "worker")),
            new Extra("tokens", Map.of("id", OTHER, "hash", "canary 3", "subject_kind", "guest", "subject", SESSION)),
            new Extra("request_keys", Map.of("caller", "worker:" + CANARY)),
            new Extra("request_keys", Map.of("caller", "device:omi:" + CANARY)),
            new Extra("deliveries", Map.of("id", ORPHAN, "session_id", ORPHAN)));

    private record Extra(String table, Map<String, String> values) {}

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
            var tables = tables(connection);
            fill(connection, tables);
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

    /** A row of each table, and those besides. */
    private static void fill(Connection connection, Map<String, List<Column>> tables) throws SQLException {
        var rows = Stream.concat(
                        tables.keySet().stream()
                                .filter(table -> !OF_NOBODY.contains(table))
                                .map(table -> new Extra(table, Map.of())),
                        BESIDES.stream())
                .toList();
        try (var statement = connection.createStatement()) {
            for (var row : rows) {
                var values = new LinkedHashMap<String, String>();
                tables.get(row.table)
                        .forEach(column -> column.value(row).ifPresent(value -> values.put(column.name, value)));
                statement.execute("insert into \"%s\".%s (%s) values (%s)"
                        .formatted(
                                SCHEMA,
                                row.table,
                                String.join(", ", values.keySet()),
                                String.join(", ", values.values())));
            }
        }
    }

    /** The tables in which a text holds the canary. */
    private static Set<String> holding(Connection connection, Map<String, List<Column>> tables) throws SQLException {
        var found = new TreeSet<String>();
        try (var statement = connection.createStatement()) {
            for (var table : tables.entrySet()) {
                var texts = table.getValue().stream()
                        .filter(Column::isText)
                        .map(column -> "cast(" + column.name + " as varchar) like '%" + CANARY + "%'")
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

    private static Map<String, List<Column>> tables(Connection connection) throws SQLException {
        var tables = new TreeMap<String, List<Column>>();
        var names = new ArrayList<String>();
        try (var found = connection.getMetaData().getTables(null, SCHEMA, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (found.next()) {
                names.add(found.getString("TABLE_NAME"));
            }
            names.remove("flyway_schema_history");
        }
        for (var name : names) {
            var columns = new ArrayList<Column>();
            var table = name.toLowerCase(Locale.ROOT);
            try (var found = connection.getMetaData().getColumns(null, SCHEMA, name, "%")) {
                while (found.next()) {
                    columns.add(new Column(
                            table,
                            found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT),
                            found.getInt("DATA_TYPE"),
                            found.getString("TYPE_NAME").toLowerCase(Locale.ROOT),
                            found.getInt("NULLABLE") == 1));
                }
            }
            tables.put(table, columns);
        }
        return tables;
    }

    private record Column(String table, String name, int type, String typeName, boolean isNullable) {

        boolean isText() {
            return type == Types.VARCHAR || typeName.startsWith("json");
        }

        /** What it holds in that row; empty for nothing. */
        Optional<String> value(Extra row) {
            if (row.values.containsKey(name)) {
                return Optional.of("'" + row.values.get(name) + "'");
            }
            if (JSON.contains(name)) {
                return Optional.of("'[\"" + CANARY + "\"]'");
            }
            if (isText()) {
                return Optional.of(
                        "'" + WORDS.getOrDefault(table + "." + name, WORDS.getOrDefault(name, CANARY)) + "'");
            }
            if (typeName.equals("uuid")) {
                return id();
            }
            if (isNullable) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (type) {
                        case Types.BOOLEAN, Types.BIT -> "false";
                        case Types.INTEGER, Types.BIGINT -> "1";
                        case Types.DATE -> "date '2126-01-01'";
                        default -> "timestamp with time zone '2126-01-01 00:00:00+00'";
                    });
        }

        private Optional<String> id() {
            if (table.equals("orphans")) {
                return Optional.of("'" + ORPHAN + "'");
            }
            return isNullable ? Optional.empty() : Optional.of("'" + SESSION + "'");
        }
    }
}
