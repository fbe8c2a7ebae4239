package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The SQL of the README runs on the tables as they are. */
final class UsefulSqlTest {

    @Test
    void every_statement_of_the_readme_runs() throws IOException, SQLException {
        JdbiStorage.builder(TestDatabase.POSTGRESQL_18.pool()).build().check();
        var readme = Files.readString(Path.of("README.md"));
        var block = readme.substring(readme.indexOf("```sql\n") + "```sql\n".length());
        var statements = Stream.of(block.substring(0, block.indexOf("```")).split(";\n"))
                .map(statement -> statement.replace("…", UUID.randomUUID().toString()))
                .toList();

        try (var connection = TestDatabase.POSTGRESQL_18.pool().getConnection();
                var asked = connection.createStatement()) {
            for (var statement : statements) {
                asked.executeQuery(statement).close();
            }
        }
        assertEquals(4, statements.size());
    }
}
