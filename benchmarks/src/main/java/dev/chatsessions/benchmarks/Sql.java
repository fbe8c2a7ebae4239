package dev.chatsessions.benchmarks;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Statements, each of which is a transaction of its own. Thread-safe. */
record Sql(DataSource pool) {

    void run(String text) {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    int change(String text, Object... values) {
        return prepared(text, PreparedStatement::executeUpdate, values);
    }

    /** Reads all rows, each by {@code row}, and says how many there were. */
    int read(String text, RowReader row, Object... values) {
        return prepared(
                text,
                statement -> {
                    try (var rows = statement.executeQuery()) {
                        var read = 0;
                        for (; rows.next(); read++) {
                            row.read(rows);
                        }
                        return read;
                    }
                },
                values);
    }

    int count(String text) {
        return prepared(text, statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private int prepared(String text, Use use, Object... values) {
        try (var connection = pool.getConnection();
                var statement = connection.prepareStatement(text)) {
            for (var i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return use.of(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @FunctionalInterface
    interface RowReader {
        Object read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Use {
        int of(PreparedStatement statement) throws SQLException;
    }
}
