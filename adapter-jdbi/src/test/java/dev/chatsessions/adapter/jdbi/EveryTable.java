package dev.chatsessions.adapter.jdbi;

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
import java.util.stream.Stream;

/**
 * A row of a user in every table that the database itself names, made from its columns alone, so that no later table is
 * forgotten. Every text in it is the user's name, but where the program has to read another.
 *
 * @param session the id of all that has one
 * @param orphan the session that is nobody's
 */
record EveryTable(String schema, String user, String session, String orphan) {

    private static final Set<String> JSON =
            Set.of("data", "parts", "attributes", "results", "listening", "content", "phrases", "state_value");

    private static final Set<String> COUNTS = Set.of("removed", "remaining");

    /** What a text has to be for the program to read it, by the column or by table and column. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("sessions.kind", "CHAT"),
            Map.entry("sessions.status", "ACTIVE"),
            Map.entry("sessions.answerer", "ASSISTANT"),
            Map.entry("replies.status", "FINISHED"),
            Map.entry("workers.status", "OFFLINE"),
            Map.entry("subject_kind", "user"),
            Map.entry("provider", "omi"));

    /** A row with some of its values, as text. */
    record Row(String table, Map<String, String> values) {}

    /** A row of each table but some, and those besides. */
    void fill(Connection connection, Set<String> but, List<Row> besides) throws SQLException {
        var tables = columns(connection);
        var rows = Stream.concat(
                        tables.keySet().stream()
                                .filter(table -> !but.contains(table))
                                .map(table -> new Row(table, Map.of())),
                        besides.stream())
                .toList();
        try (var statement = connection.createStatement()) {
            for (var row : rows) {
                var values = new LinkedHashMap<String, String>();
                tables.get(row.table)
                        .forEach(column -> column.value(this, row).ifPresent(value -> values.put(column.name, value)));
                statement.execute("insert into \"%s\".%s (%s) values (%s)"
                        .formatted(
                                schema,
                                row.table,
                                String.join(", ", values.keySet()),
                                String.join(", ", values.values())));
            }
        }
    }

    /** The tables, and what they are made of. */
    Map<String, List<Column>> columns(Connection connection) throws SQLException {
        var tables = new TreeMap<String, List<Column>>();
        var names = new ArrayList<String>();
        try (var found = connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (found.next()) {
                names.add(found.getString("TABLE_NAME"));
            }
            names.remove("flyway_schema_history");
        }
        for (var name : names) {
            var columns = new ArrayList<Column>();
            var table = name.toLowerCase(Locale.ROOT);
            try (var found = connection.getMetaData().getColumns(null, schema, name, "%")) {
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

    private String text(String table, String name) {
        return switch (name) {
            case "caller", "scope" -> "user:" + user;
            default -> WORDS.getOrDefault(table + "." + name, WORDS.getOrDefault(name, user));
        };
    }

    record Column(String table, String name, int type, String typeName, boolean isNullable) {

        boolean isText() {
            return type == Types.VARCHAR || typeName.startsWith("json");
        }

        /** What it holds in that row; empty for nothing. */
        private Optional<String> value(EveryTable of, Row row) {
            if (row.values.containsKey(name)) {
                return Optional.of("'" + row.values.get(name) + "'");
            }
            if (COUNTS.contains(name)) {
                return Optional.of("'{}'");
            }
            if (JSON.contains(name)) {
                return Optional.of("'[\"" + of.user + "\"]'");
            }
            if (isText()) {
                return Optional.of("'" + of.text(table, name) + "'");
            }
            if (typeName.equals("uuid")) {
                return id(of);
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

        private Optional<String> id(EveryTable of) {
            if (table.equals("orphans")) {
                return Optional.of("'" + of.orphan + "'");
            }
            return isNullable ? Optional.empty() : Optional.of("'" + of.session + "'");
        }
    }
}
