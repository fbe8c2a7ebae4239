package dev.chatsessions.adapter.jdbi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows to be added to a table, each unless its key is there, or each as one that nobody else can have added.
 *
 * @param row the values of one row; its first parameters stand for the first columns, one for one
 * @param conflict the columns of that key, all among those first ones; empty for rows that are new for certain
 */
record Insert(String table, String columns, String row, Optional<String> conflict) {

    /** One parameter per column. */
    static Insert into(String table, String columns, String conflict) {
        var row = split(columns).stream().map(column -> "?").collect(Collectors.joining(", ", "(", ")"));
        return new Insert(table, columns, row, Optional.of(conflict));
    }

    /** The same with the last column, or the last ones, as {@code values} says. */
    static Insert into(String table, String columns, String lastColumns, String lastValues, String conflict) {
        var plain = into(table, columns, conflict);
        var row = plain.row.substring(0, plain.row.length() - 1) + ", " + lastValues + ")";
        return new Insert(table, columns + ", " + lastColumns, row, plain.conflict);
    }

    /**
     * The same rows, new for certain: their key was taken under a lock. To look for it once more costs PostgreSQL a record
     * of WAL per row and H2 a statement.
     */
    Insert ofNew() {
        return new Insert(table, columns, row, Optional.empty());
    }

    String text(int rows) {
        var text = new StringBuilder("insert into ${schema}.")
                .append(table)
                .append(" (")
                .append(columns)
                .append(") values ")
                .append(row);
        for (var i = 1; i < rows; i++) {
            text.append(", ").append(row);
        }
        return text.toString();
    }

    /** Finds the row that has the key of {@code values}. */
    String present() {
        return key().map(column -> column + " = ?")
                .collect(Collectors.joining(" and ", "select 1 from ${schema}." + table + " where ", ""));
    }

    Values key(Values values) {
        var names = split(columns);
        return values.pick(key().mapToInt(names::indexOf).toArray());
    }

    private Stream<String> key() {
        return conflict.stream().flatMap(columns -> split(columns).stream());
    }

    private static List<String> split(String columns) {
        return Arrays.stream(columns.split(",")).map(String::strip).toList();
    }
}
