package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.server.ServerProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that the program is given to import, and where it is to export to. In this process: only the files are bad. */
record BadLines(Path folder) {

    private static final String FIRST = "{\"type\":\"export\"}\n";

    private static final String LAST = "{\"type\":\"end\"}\n";

    private static final String MESSAGE = """
            {"type":"message","id":"00000000-0000-7000-8000-000000000001","session_id":"00000000-0000-7000-8000-000000000002",\
            "thread_id":"00000000-0000-7000-8000-000000000003","position":1,"role":"USER",\
            "parts":[{"type":"text","text":"Hello"}],"source":"CLIENT","status":"COMPLETE",\
            "created_at":"2026-01-01T00:00:00Z","version":1}
            """;

    void addTo(BadInputRows rows) {
        rows.refused("I022", "line 2 is no JSON object", () -> imported(FIRST + "{\"type\":\"mess"));
        rows.refused("I023", "line 2 is longer than 8 MiB", () -> imported(FIRST + "x".repeat(9 << 20)));
        rows.refused(
                "I024", "line 2 role", () -> imported(FIRST + MESSAGE.replace("\"USER\",\"parts", "\"KING\",\"parts")));
        rows.refused("I027", "line 2 created_at", () -> imported(FIRST + MESSAGE.replace("2026", "+30000")));
        rows.refused("I028", "line 2", () -> imported(FIRST + MESSAGE.replace("Hello", "\\u0000")));
        rows.refused(
                "I029",
                "line 2 is not in UTF-8",
                () -> imported((FIRST + "\u00e4").getBytes(StandardCharsets.ISO_8859_1)));
        rows.holds("I030", () -> {
            assertEquals(0, imported(FIRST + LAST).exitCode());
            assertTrue(imported(FIRST + LAST).output().get(0).startsWith("imported: nothing"));
        });
        rows.refused("I031", "line 3", () -> imported(FIRST + MESSAGE + "{\"type\":\"message\"}\n" + LAST));
        rows.holds(
                "I032",
                () -> assertEquals(
                        0,
                        imported("\uFEFF" + (FIRST + LAST).replace("\n", "\r\n"))
                                .exitCode()));
        rows.refused("I033", "cannot be read", () -> run("import", "--user=u", "--in", "no-such-file"));
        rows.refused(
                "I035",
                "is there already",
                () -> run("export", "--user=u", "--out", written(new byte[0]).toString()));
    }

    private Ended imported(String lines) {
        return imported(lines.getBytes(StandardCharsets.UTF_8));
    }

    private Ended imported(byte[] lines) {
        return run("import", "--user=u", "--in", written(lines).toString());
    }

    private Path written(byte[] lines) {
        try {
            return Files.write(Files.createTempFile(folder, "lines", ".jsonl"), lines);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Ended run(String... arguments) {
        var all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--db";
        all[arguments.length + 1] = "jdbc:h2:mem:lines;DB_CLOSE_DELAY=-1";
        return CommandRun.of(all).ended();
    }
}
