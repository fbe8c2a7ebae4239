package dev.chatsessions.adapter.jdbi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What waits for the next trip to a database that pipelines. What is done alike to rows of one table becomes one
 * statement, and so do statements that touch different tables. For one thread.
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

    /**
     * One row more, beside those alike that wait already unless something in between concerns that table, or the sessions
     * for which policies look.
     */
    void add(Alike alike, Values values) {
        for (var i = pending.size() - 1; i >= 0; i--) {
            var earlier = pending.get(i);
            if (earlier.takes(alike, values)) {
                earlier.add(values);
                return;
            }
            if (earlier.concerns(alike.table()) || database.rowSecurity() && earlier.concerns("sessions")) {
                break;
            }
        }
        pending.add(new Pending(Optional.of(alike), "", values));
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
            together.order().forEach(place -> values.andAll(pending.get(place).values()));
            taken.add(new Answer<>(together.sql(), values, Optional.empty()));
        }
        pending.clear();
        return taken;
    }

    private static final class Pending {

        private final Optional<Alike> alike;

        private final String sql;

        private final List<Values> rows = new ArrayList<>();

        private final Set<Object> identities = new HashSet<>();

        Pending(Optional<Alike> alike, String sql, Values values) {
            this.alike = alike;
            this.sql = sql;
            add(values);
        }

        boolean takes(Alike more, Values values) {
            return alike.filter(more::equals).isPresent()
                    && more.identity(values).filter(identities::contains).isEmpty();
        }

        void add(Values row) {
            rows.add(row);
            alike.flatMap(one -> one.identity(row)).ifPresent(identities::add);
        }

        /** What is written out may concern any table. */
        boolean concerns(String table) {
            return alike.filter(one -> !one.table().equals(table)).isEmpty();
        }

        String statement(Dialect dialect) {
            return alike.map(one -> one.sql(dialect, rows.size())).orElse(sql);
        }

        Values values() {
            return alike.map(one -> one.values(rows)).orElseGet(() -> rows.get(0));
        }
    }
}
