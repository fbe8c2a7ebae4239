package dev.chatsessions.examples.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the rules on classes cannot see: the clock of a database is named in SQL, and SQL is text. */
class SqlClockTest {

    private static final Path SOURCES = Readme.ROOT.resolve("adapter-jdbi/src/main");

    private static final Pattern CLOCK = Pattern.compile(
            "(clock_|statement_|transaction_|current_|local)timestamp|sysdate|(\\bselect|\\bvalues|[<>=(,]) *now\\(\\)",
            Pattern.CASE_INSENSITIVE);

    @Test
    void no_sql_reads_a_clock_but_what_stands_for_it_in_the_dialect() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            var readers = files.filter(file -> file.toString().matches(".*\\.(java|sql)"))
                    .filter(file -> readsAClock(Readme.read(file)))
                    .map(file -> file.getFileName().toString())
                    .toList();

            assertEquals(List.of("Dialect.java"), readers);
        }
    }

    @Test
    void sql_that_reads_a_clock_is_found() {
        assertTrue(readsAClock("update sessions set ended_at = now()"));
        assertTrue(readsAClock("select clock_timestamp()"));
        assertTrue(readsAClock("changed_at timestamp(6) with time zone default current_timestamp"));
        assertTrue(readsAClock("where last_activity_at < CURRENT_TIMESTAMP - interval '1' hour"));
        assertFalse(readsAClock("var now = transaction.now();"));
        assertFalse(readsAClock("public Instant now() {"));
    }

    private static boolean readsAClock(String text) {
        return CLOCK.matcher(text).find();
    }
}
