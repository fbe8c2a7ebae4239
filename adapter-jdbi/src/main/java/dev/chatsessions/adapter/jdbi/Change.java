package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A change of one row that is found by its key; many of them, of different rows, are one statement on a database that
 * pipelines.
 *
 * @param one changes one row
 * @param many changes rows whose values come by column, each column as one array
 * @param key how many parameters name the row; they come before those that it has to have besides
 */
record Change(String table, String one, String many, int set, int key) implements Alike {

    /** Sets columns of the row with that key. Columns are named with their types. */
    static Change of(String table, String set, String key) {
        return of(table, set, key, List.of());
    }

    /** The same, of a row whose {@code expected} is as said. */
    static Change of(String table, String set, String key, String expected) {
        return of(table, set, key, List.of(expected));
    }

    private static Change of(String table, String set, String key, List<String> expected) {
        var changed = Column.parse(set);
        var named = Column.parse(key);
        var found = Stream.concat(named.stream(), expected.stream().flatMap(one -> Column.parse(one).stream()))
                .toList();
        var one = "update ${schema}." + table + " set "
                + changed.stream().map(column -> column.name() + " = ?").collect(joining(", ")) + " where "
                + found.stream().map(column -> column.name() + " = ?").collect(joining(" and "));
        var all = Stream.concat(changed.stream(), found.stream()).toList();
        var many = "update ${schema}." + table + " as t set "
                + pairs("", changed, 0, ", ")
                + " from " + Column.arrays(all.stream().map(Column::type).toList()) + " where "
                + pairs("t.", found, changed.size(), " and ");
        return new Change(table, one, many, changed.size(), named.size());
    }

    private static String pairs(String prefix, List<Column> columns, int from, String between) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> prefix + columns.get(i).name() + " = v.c" + (from + i))
                .collect(joining(between));
    }

    @Override
    public String sql(Dialect dialect, int rows) {
        return rows == 1 ? one : many;
    }

    @Override
    public Values values(List<Values> rows) {
        return rows.size() == 1 ? rows.get(0) : Values.columns(rows);
    }

    /** Which row it is: none may be changed twice by one statement. */
    @Override
    public Optional<Object> identity(Values values) {
        return Optional.of(values.plain().subList(set, set + key));
    }

    /** The same, that fails unless every row is changed. */
    Alike must() {
        return new Must(this);
    }

    private record Must(Change change) implements Alike {

        @Override
        public String table() {
            return change.table;
        }

        @Override
        public String sql(Dialect dialect, int rows) {
            return dialect.mustChange(change.sql(dialect, rows), rows == 1 ? "1" : "?");
        }

        @Override
        public Values values(List<Values> rows) {
            return rows.size() == 1 ? rows.get(0) : Values.columns(rows).and(rows.size());
        }

        @Override
        public Optional<Object> identity(Values values) {
            return change.identity(values);
        }
    }
}
