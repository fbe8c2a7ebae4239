package dev.chatsessions.adapter.jdbi;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;

/**
 * Sets the question marks of statements that travel together. Our statements name no parameter and each value knows how
 * it is set, so that JDBI has neither to read the text nor to find out what to do with each type: it did that anew for
 * every statement, which took longer than the driver did.
 */
final class Binding implements StatementCustomizer {

    /** Takes every text as it is. */
    static final SqlParser NOTHING_NAMED = new SqlParser() {
        @Override
        public ParsedSql parse(String sql, StatementContext context) {
            return ParsedSql.of(sql, NOTHING.getParameters());
        }

        @Override
        public String nameParameter(String rawName, StatementContext context) {
            return rawName;
        }
    };

    private static final ParsedSql NOTHING = ParsedSql.builder().build();

    private final List<Answer<?>> answers;

    Binding(List<Answer<?>> answers) {
        this.answers = answers;
    }

    @Override
    public void beforeBinding(PreparedStatement statement, StatementContext context) throws SQLException {
        var position = 1;
        for (var answer : answers) {
            for (var argument : answer.values().arguments()) {
                argument.apply(position++, statement, context);
            }
        }
    }
}
