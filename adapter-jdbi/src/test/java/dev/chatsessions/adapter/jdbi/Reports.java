package dev.chatsessions.adapter.jdbi;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Views for those who look into the database by hand.
 *
 * @param tables the schema of the tables
 * @param views what the files call the schema of the views
 */
record Reports(TestDatabase database, String tables, String views) {

    /** What a query finds: each row by its columns, whose case does not count. */
    List<Map<String, String>> asked(String sql) throws SQLException {
        var schema = MigrationFiles.schemas(Settings.DEFAULT.withSchema(tables)).get(views);
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute((database.isPostgresql() ? "set search_path to " : "set schema ") + schema);
            var rows = new ArrayList<Map<String, String>>();
            try (var found = statement.executeQuery(sql)) {
                var columns = found.getMetaData();
                while (found.next()) {
                    var row = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
                    for (var i = 1; i <= columns.getColumnCount(); i++) {
                        row.put(columns.getColumnLabel(i), found.getString(i));
                    }
                    rows.add(row);
                }
            } finally {
                statement.execute(database.isPostgresql() ? "reset search_path" : "set schema public");
            }
            return rows;
        }
    }
}
