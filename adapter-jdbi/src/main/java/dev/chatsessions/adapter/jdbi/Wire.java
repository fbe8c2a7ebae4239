package dev.chatsessions.adapter.jdbi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Carries statements to the database and their answers back. They go to the driver as they are: ours name no parameter,
 * and each value knows how it is set. To find that out anew for every statement took JDBI longer than the driver needed to
 * carry it out. For one thread.
 */
record Wire(Connection connection, Database database) {

    /** All in one trip. */
    void carry(List<Answer<?>> answers) throws SQLException {
        var text = database.fill(answers.stream().map(Answer::sql).toList());
        try (var statement = connection.prepareStatement(text)) {
            var position = 1;
            for (var answer : answers) {
                position = answer.values().set(statement, position);
            }
            statement.execute();
            take(statement, answers);
        }
    }

    private static void take(PreparedStatement statement, List<Answer<?>> answers) throws SQLException {
        for (var i = 0; i < answers.size(); i++) {
            answers.get(i).take(statement);
            if (i + 1 < answers.size()) {
                statement.getMoreResults();
            }
        }
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }
}
