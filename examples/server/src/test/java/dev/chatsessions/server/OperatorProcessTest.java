package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a user's data while the server has the database file. */
@Tag("not-the-jdk")
@Timeout(300)
final class OperatorProcessTest {

    @TempDir
    private Path folder;

    @Test
    void a_user_is_exported_erased_and_imported_as_another_beside_a_running_server() throws IOException {
        try (var server = ServerProcess.start(
                folder, "serve", "--port", "0", "--retention", "chat:completed:30d:delete,shared:expired:1d:delete")) {
            var ann = new ChatClient(server.address(), done("token", "issue", "--user", "ann"));
            ann.post("/chat", "{\"message\":\"Where to?\"}");
            var lines = folder.resolve("ann.jsonl");

            done("export", "--user", "ann", "--out", lines.toString());
            assertTrue(Files.readString(lines).contains("Where to?"));
            var removed = done("erase", "--user", "ann", "--yes");
            assertTrue(removed.contains("messages 2"), removed);
            assertTrue(removed.endsWith("remaining: nothing"), removed);
            assertEquals(removed, done("erase", "--user", "ann", "--yes"));
            var refused = run("import", "--user", "ann", "--in", lines.toString());
            assertEquals(75, refused.exitCode(), refused::toString);
            assertTrue(refused.errors().contains("erased"), refused::toString);

            var imported = done("import", "--user", "anna smith", "--in", lines.toString());
            assertTrue(imported.startsWith("imported: message 2, reply 1, session 1, thread 1, usage 1"), imported);
            var again = done("export", "--user", "anna smith");
            assertTrue(again.contains("Where to?"), again);
            Files.writeString(lines, "{\"type\":\"session\"}\n");
            var bad = run("import", "--user", "ben", "--in", lines.toString());
            assertEquals(65, bad.exitCode(), bad::toString);
            assertTrue(bad.errors().contains("line 1 "), bad::toString);

            var plan = done("retention", "plan");
            assertEquals(
                    "chat completed, would be deleted: 0, exempt: 0, looked at: 0",
                    plan.lines().findFirst().orElseThrow());
            var run = run("retention", "run", "--retention", "chat:completed:30d:delete");
            assertEquals(77, run.exitCode(), run::toString);
        }
    }

    private String done(String... command) {
        var run = run(command);
        assertEquals(0, run.exitCode(), run::toString);
        return run.output();
    }

    private CommandRun run(String... command) {
        var file = folder.resolve("chat-sessions-data").resolve("chat-sessions");
        return CommandRun.of(Stream.concat(Stream.of(command), Stream.of("--db", "jdbc:h2:" + file + ";WRITE_DELAY=0"))
                .toArray(String[]::new));
    }
}
