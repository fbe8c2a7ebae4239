package dev.chatsessions.adapter.jdbi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What waits for the next trip to a database that pipelines. Rows for one table become one insert, and statements that
 * touch different tables become one statement. For one thread.
 */
final class Waiting {

    private final Database database;

    private final List<Pending> pending = new ArrayList<>();

    Waiting(Database database) {
        this.database = database;
    }

    int size() {
        return pending.size();
    }

    void change(String sql, Values values) {
        pending.add(new Pending(Optional.empty(), sql, values));
    }

    void insert(Insert insert, Values values) {
        for (var i = pending.size() - 1; i >= 0; i--) {
            var earlier = pending.get(i);
            if (earlier.insert.isEmpty()) {
                break;
            }
            if (earlier.insert.get().equals(insert)) {
                earlier.add(values);
                return;
            }
        }
        pending.add(new Pending(Optional.of(insert), "", values));
    }

    /** The statements to be sent, which nothing waits for any more. */
    List<Answer<Void>> take() {
        if (pending.isEmpty()) {
            return List.of();
        }
        var statements =
                pending.stream().map(one -> one.statement(database.dialect())).toList();
        var taken = new ArrayList<Answer<Void>>();
        for (var together : database.together(statements)) {
            var values = new Values();
            together.order().forEach(place -> values.andAll(pending.get(place).values));
            taken.add(new Answer<>(together.sql(), values, Optional.empty()));
        }
        pending.clear();
        return taken;
    }

    private static final class Pending {

        private final Optional<Insert> insert;

        private final String sql;

        private final Values values;

        private int rows = 1;

        Pending(Optional<Insert> insert, String sql, Values values) {
            this.insert = insert;
            this.sql = sql;
            this.values = values;
        }

        void add(Values row) {
            values.andAll(row);
            rows++;
        }

        String statement(Dialect dialect) {
            return insert.map(rowsOf -> dialect.insert(rowsOf, rows)).orElse(sql);
        }
    }
}
