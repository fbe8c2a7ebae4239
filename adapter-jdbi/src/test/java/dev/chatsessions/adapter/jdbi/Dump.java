package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;

/**
 * What the tables held when they had a version: a file of inserts that both databases take.
 *
 * @param version the one of the tables
 */
record Dump(int version) {

    private static final Path FOLDER = Path.of("src", "test", "resources", "dumps");

    /** What migrating writes by itself. */
    private static final Set<String> NOT_DUMPED = Set.of("schema_version", "flyway_schema_history");

    /** Those that are kept, oldest first. */
    static List<Dump> kept() {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .sorted()
                    .map(name -> new Dump(Integer.parseInt(name.substring(1, 4))))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String fileName() {
        return "V%03d.sql".formatted(version);
    }

    /** Makes the tables as they were, in a schema that is not there, with the rows. */
    void into(TestDatabase database, String schema) throws SQLException, IOException {
        migrate(database, schema);
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(Files.readString(FOLDER.resolve(fileName())).replace("${schema}", '"' + schema + '"'));
        }
    }

    private void migrate(TestDatabase database, String schema) {
        Flyway.configure()
                .dataSource(database.pool())
                .schemas(schema)
                .locations("classpath:" + MigrationFiles.FOLDER + (database.isPostgresql() ? "postgresql" : "h2"))
                .placeholders(MigrationFiles.schemas(Settings.DEFAULT.withSchema(schema)))
                .target(String.valueOf(version))
                .load()
                .migrate();
    }

    /** Every table with its rows, each row by its columns. */
    static Map<String, List<Map<String, String>>> rows(TestDatabase database, String schema) throws SQLException {
        var rows = new TreeMap<String, List<Map<String, String>>>();
        try (var connection = database.pool().getConnection();
                var tables =
                        connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE", "BASE TABLE"});
                var statement = connection.createStatement()) {
            while (tables.next()) {
                var table = tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (!NOT_DUMPED.contains(table)) {
                    rows.put(
                            table,
                            rows(statement.executeQuery(
                                    "select * from \"" + schema + "\"." + table + " order by 1, 2")));
                }
            }
        }
        return rows;
    }

    /** The inserts for these rows. */
    static String inserts(Map<String, List<Map<String, String>>> tables) {
        return tables.entrySet().stream()
                .filter(table -> !table.getValue().isEmpty())
                .map(table -> "insert into ${schema}." + table.getKey() + " ("
                        + String.join(", ", table.getValue().get(0).keySet()) + ") values\n    "
                        + table.getValue().stream()
                                .map(row -> "(" + String.join(", ", row.values()) + ")")
                                .collect(joining(",\n    "))
                        + ";\n")
                .collect(joining("\n"));
    }

    private static List<Map<String, String>> rows(ResultSet found) throws SQLException {
        var columns = found.getMetaData();
        var rows = new ArrayList<Map<String, String>>();
        while (found.next()) {
            var row = new LinkedHashMap<String, String>();
            for (var i = 1; i <= columns.getColumnCount(); i++) {
                row.put(
                        columns.getColumnLabel(i).toLowerCase(Locale.ROOT),
                        literal(found.getString(i), columns.getColumnType(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static String literal(String value, int type) {
        if (value == null) {
            return "null";
        }
        return switch (type) {
            case Types.INTEGER, Types.BIGINT -> value;
            case Types.BOOLEAN, Types.BIT -> value.startsWith("t") || value.startsWith("T") ? "true" : "false";
            default -> "'" + value.replace("'", "''") + "'";
        };
    }
}
