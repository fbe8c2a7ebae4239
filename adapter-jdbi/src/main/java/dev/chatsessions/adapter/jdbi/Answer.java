package dev.chatsessions.adapter.jdbi;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a statement is answered; known once its {@link Trip} was made. */
final class Answer<T> {

    private final String sql;

    private final Values values;

    private final Optional<Row<T>> row;

    private final List<T> rows = new ArrayList<>();

    private int changed;

    Answer(String sql, Values values, Optional<Row<T>> row) {
        this.sql = sql;
        this.values = values;
        this.row = row;
    }

    String sql() {
        return sql;
    }

    Values values() {
        return values;
    }

    List<T> rows() {
        return rows;
    }

    Optional<T> first() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    /** Whether the statement may change something, whatever it answers. */
    boolean changes() {
        return !sql.startsWith("select");
    }

    /** How many rows the statement changed. */
    int changed() {
        return changed;
    }

    /** Takes the result at which {@code statement} stands. */
    void take(PreparedStatement statement) throws SQLException {
        try (var results = statement.getResultSet()) {
            if (results == null) {
                changed = statement.getUpdateCount();
                return;
            }
            while (row.isPresent() && results.next()) {
                rows.add(row.get().read(results));
            }
        }
    }
}
