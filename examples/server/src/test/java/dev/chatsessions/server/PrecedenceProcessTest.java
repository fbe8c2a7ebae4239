package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database that is made tells whose word counted. */
@Timeout(300)
final class PrecedenceProcessTest {

    @TempDir
    private Path folder;

    @Test
    void an_option_wins_over_the_environment_and_the_file() throws IOException {
        inFile("file");

        assertEquals("option", made(environment("environment"), "migrate", "--db", url("option")));
    }

    @Test
    void the_environment_wins_over_the_file() throws IOException {
        inFile("file");

        assertEquals("environment", made(environment("environment"), "migrate"));
    }

    @Test
    void the_file_counts_where_nothing_else_is_said() throws IOException {
        inFile("file");

        assertEquals("file", made(Map.of(), "migrate"));
    }

    @Test
    void the_environment_can_name_another_file() throws IOException {
        inFile("file");
        Files.writeString(folder.resolve("other.properties"), "db-url = " + url("other"));

        assertEquals("other", made(Map.of("CHAT_SESSIONS_CONFIG", "other.properties"), "migrate"));
    }

    @Test
    void an_option_can_name_another_file_than_the_environment() throws IOException {
        Files.writeString(folder.resolve("other.properties"), "db-url = " + url("other"));

        assertEquals(
                "other",
                made(Map.of("CHAT_SESSIONS_CONFIG", "absent.properties"), "migrate", "--config", "other.properties"));
    }

    private void inFile(String database) throws IOException {
        Files.writeString(folder.resolve("chat-sessions.properties"), "db-url = " + url(database));
    }

    private static Map<String, String> environment(String database) {
        return Map.of("CHAT_SESSIONS_DB_URL", url(database));
    }

    private static String url(String database) {
        return "jdbc:h2:./" + database + ";WRITE_DELAY=0";
    }

    private String made(Map<String, String> environment, String... arguments) throws IOException {
        try (var program = ServerProcess.start(folder, environment, arguments)) {
            var ended = program.ended();
            assertEquals(0, ended.exitCode(), ended::toString);
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".mv.db"))
                    .map(name -> name.replace(".mv.db", ""))
                    .collect(Collectors.joining(" "));
        }
    }
}
