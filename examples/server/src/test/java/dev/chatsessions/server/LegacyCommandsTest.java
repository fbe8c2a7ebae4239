package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

            var dry = CommandRun.of("import", "chatkit-sessions", "--dry-run", "--db", url);
            assertEquals("would be imported: 2, imported before: 0, skipped: 1", dry.output());
            assertEquals("row 00000000-0000-7000-8000-000000000001: it has no owner", dry.errors());
            assertEquals(65, dry.exitCode());
            assertEquals(0, postgres.count(database, sessions));

            assertEquals(
                    "imported: 2, imported before: 0, skipped: 1",
                    CommandRun.of("import", "chatkit-sessions", "--db", url).output());
            var kept = CommandRun.of(
                    "legacy", "drop", "--yes", "--confirm", database, "--db", url, "public.chatkit_sessions");
            assertEquals(77, kept.exitCode());
            assertTrue(kept.errors().endsWith("nothing is dropped: rows that are not imported: 1"), kept.errors());

            postgres.execute(database, "delete from chatkit_sessions where user_id is null");
            assertEquals(
                    new CommandRun(0, "imported: 0, imported before: 2, skipped: 0", ""),
                    CommandRun.of("import", "chatkit-sessions", "--db", url));
            assertEquals(
                    new CommandRun(0, "the table is dropped", ""),
                    CommandRun.of("legacy", "drop", "--yes", "--confirm", database, "--db", url));
            assertEquals(2, postgres.count(database, sessions));
            assertEquals(
                    64,
                    CommandRun.of("legacy", "drop", "--yes", "--confirm", database, "--db", url)
                            .exitCode());
        }
    }
}
