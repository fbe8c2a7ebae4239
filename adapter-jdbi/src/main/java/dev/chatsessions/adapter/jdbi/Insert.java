package dev.chatsessions.adapter.jdbi;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows to be added to a table, each unless its key is there, or each as one that nobody else can have added.
 *
 * @param row the values of one row; its first parameters stand for the first columns, one for one
 * @param conflict the columns of that key, all among those first ones; empty for rows that are new for certain
 * @param types the types of all columns, if there may be many rows; empty otherwise
 */
record Insert(String table, String columns, String row, Optional<String> conflict, String types) implements Alike {

    /** From so many rows on their values come by column: the text is the same however many they are. */
    private static final int MANY = 4;

    /** One parameter per column. */
    static Insert into(String table, String columns, String conflict) {
        var row = split(columns).stream().map(column -> "?").collect(Collectors.joining(", ", "(", ")"));
        return new Insert(table, columns, row, Optional.of(conflict), "");
    }

    /** The same with the last column, or the last ones, as {@code values} says. */
    static Insert into(String table, String columns, String lastColumns, String lastValues, String conflict) {
        var plain = into(table, columns, conflict);
        var row = plain.row.substring(0, plain.row.length() - 1) + ", " + lastValues + ")";
        return new Insert(table, columns + ", " + lastColumns, row, plain.conflict, "");
    }

    /**
     * The same rows, new for certain: their key was taken under a lock. To look for it once more costs PostgreSQL a record
     * of WAL per row and H2 a statement.
     */
    Insert ofNew() {
        return new Insert(table, columns, row, Optional.empty(), types);
    }

    /** The same rows, of which there may be many. */
    Insert ofMany(String columnTypes) {
        return new Insert(table, columns, row, conflict, columnTypes);
    }

    @Override
    public String sql(Dialect dialect, int rows) {
        return dialect.insert(this, rows);
    }

    @Override
    public Values values(List<Values> rows) {
        if (byColumn(rows.size())) {
            return Values.columns(rows);
        }
        var values = new Values();
        rows.forEach(values::andAll);
        return values;
    }

    @Override
    public Optional<Object> identity(Values values) {
        return Optional.empty();
    }

    private boolean byColumn(int rows) {
        return rows >= MANY && !types.isEmpty();
    }

    String text(int rows) {
        var into = "insert into ${schema}." + table + " (" + columns + ") ";
        return byColumn(rows)
                ? into + "select * from " + Column.arrays(split(types))
                : into + "values " + String.join(", ", Collections.nCopies(rows, row));
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
