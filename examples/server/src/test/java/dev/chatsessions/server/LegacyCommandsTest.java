package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How an operator takes a deprecated table over and gets rid of it. */
@Tag("not-the-jdk")
class LegacyCommandsTest {

    private static final String TABLE = """
            create table chatkit_sessions (id uuid primary key default gen_random_uuid(), thread_id text, user_id text,
                status text, created_at timestamptz default '2025-01-01 00:00:00+00');
            insert into chatkit_sessions (thread_id, user_id, status) values ('one', 'ann', 'active'), ('two', 'bob', 'paused');
            insert into chatkit_sessions (id, status) values ('00000000-0000-7000-8000-000000000001', 'active')""";

    @Test
    void a_deprecated_table_is_imported_and_dropped() {
        try (var postgres = DurablePostgres.start()) {
            var database = postgres.database();
            postgres.execute(database, TABLE);
            var url = postgres.url(database);
            var sessions = "select count(*) from chat_sessions.sessions";

            var dry = run("import", "chatkit-sessions", "--dry-run", "--db", url);
            assertEquals("would be imported: 2, imported before: 0, skipped: 1", dry.output());
            assertEquals("row 00000000-0000-7000-8000-000000000001: it has no owner", dry.errors());
            assertEquals(65, dry.exitCode());
            assertEquals(0, postgres.count(database, sessions));

            assertEquals(
                    "imported: 2, imported before: 0, skipped: 1",
                    run("import", "chatkit-sessions", "--db", url).output());
            var kept = run("legacy", "drop", "--yes", "--db", url, "public.chatkit_sessions");
            assertEquals(77, kept.exitCode());
            assertTrue(kept.errors().endsWith("nothing is dropped: rows that are not imported: 1"), kept.errors());

            postgres.execute(database, "delete from chatkit_sessions where user_id is null");
            assertEquals(
                    new Ended(0, "imported: 0, imported before: 2, skipped: 0", ""),
                    run("import", "chatkit-sessions", "--db", url));
            assertEquals(new Ended(0, "the table is dropped", ""), run("legacy", "drop", "--yes", "--db", url));
            assertEquals(2, postgres.count(database, sessions));
            assertEquals(64, run("legacy", "drop", "--yes", "--db", url).exitCode());
        }
    }

    /** In this process: what else a command does is tested with the packaged program. */
    private static Ended run(String... arguments) {
        var out = System.out;
        var err = System.err;
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            var exitCode = CommandLineProgram.of(Map.of()).run(arguments);
            return new Ended(exitCode, text(output), text(errors));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }

    private record Ended(int exitCode, String output, String errors) {}
}
