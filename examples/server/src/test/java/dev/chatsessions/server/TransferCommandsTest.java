package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an operator moves a user's data, and has old sessions put away. */
final class TransferCommandsTest {

    private static final Caller.User ANN = Caller.user("ann");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void export_what_ann_has() {
        try (var chat = chat()) {
            var session = chat.sessions().start(ANN, SessionStart.of(SessionKind.CHAT), RequestKey.none());
            var thread = chat.threads().start(ANN, session.id(), ThreadStart.unnamed(), RequestKey.none());
            chat.threads().append(ANN, thread.id(), List.of(NewMessage.user("Olá")), RequestKey.none());
            chat.threads().append(ANN, thread.id(), List.of(NewMessage.user("Hello")), RequestKey.none());
        }
        file = folder.resolve("ann.jsonl");
        assertEquals(
                new CommandRun(0, "", "6 lines written"),
                CommandRun.of("export", "--user", "ann", "--out", file.toString(), "--db", url("from")));
    }

    @Test
    void what_was_exported_is_imported_once() throws IOException {
        var first = imported(Files.readString(file));
        assertEquals(
                new CommandRun(0, "imported: message 2, session 1, thread 1; left out: nothing", "6 lines read"),
                first);
        var fromFile = CommandRun.of("import", "--user", "ann", "--in", file.toString(), "--db", url("to"));
        assertEquals(
                new CommandRun(0, "imported: nothing; left out: message 2, session 1, thread 1", "6 lines read"),
                fromFile);

        var again = CommandRun.of("export", "--user", "ann", "--db", url("to"));
        assertEquals(withoutTimeOfExport(Files.readString(file)), withoutTimeOfExport(again.output()));
        assertEquals(
                73,
                CommandRun.of("export", "--user=ann", "--out", file.toString(), "--db", url("to"))
                        .exitCode());
    }

    @Test
    void a_byte_order_mark_and_lines_of_another_system_are_taken() throws IOException {
        var run = imported("\uFEFF" + Files.readString(file).replace("\n", "\r\n"));

        assertEquals(0, run.exitCode(), run::toString);
    }

    @Test
    void a_line_that_cannot_be_understood_is_told_by_its_number() throws IOException {
        var good = Files.readString(file);

        refused("line 6 is no JSON object", good.substring(0, good.length() - 3));
        refused(
                "the lines end before their last",
                good.substring(0, good.strip().lastIndexOf('\n') + 1));
        refused("line 4 role", good.replaceFirst("\"role\":\"USER\"", "\"role\":\"KING\""));
        refused("line 4", good.replaceFirst("Olá", "\\\\u0000"));
        refused(
                "line 4 created_at",
                good.replaceFirst("(\"type\":\"message\".*?\"created_at\":\")[^\"]*", "$1+30000-01-01T00:00:00Z"));
        refused("line 1 is longer than 8 MiB", "x".repeat((8 << 20) + 1));
        Files.write(file, "{\"type\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1));
        var latin = CommandRun.of("import", "--user", "ann", "--in", file.toString(), "--db", url("to"));
        assertEquals(65, latin.exitCode());
        assertTrue(latin.errors().contains("line 1 is not in UTF-8"), latin::toString);
        assertEquals(
                73,
                CommandRun.of("import", "--user=ann", "--in", "no-such-file", "--db", url("to"))
                        .exitCode());
        assertEquals(64, CommandRun.of("import", "--db", url("to")).exitCode());
    }

    @Test
    void old_sessions_are_told_of_and_then_put_away() {
        var policy = "chat:completed+active:1s:archive,shared:expired:7d:delete";
        try (var chat = chat()) {
            var session = chat.sessions().start(ANN, SessionStart.of(SessionKind.CHAT), RequestKey.none());
            chat.sessions().complete(ANN, session.id(), ExpectedVersion.any());
        }
        assertEquals(
                new CommandRun(
                        0,
                        "chat active+completed, would be archived: 0, exempt: 0, looked at: 0\n"
                                + "shared expired, would be deleted: 0, exempt: 0, looked at: 0",
                        ""),
                CommandRun.of("retention", "plan", "--retention", policy.replace("1s", "1d"), "--db", url("from")));

        change(
                "update \"chat_sessions\".sessions set last_activity_at = timestamp with time zone '2020-01-01 00:00:00+00',"
                        + " activity_slot = timestamp with time zone '2020-01-01 00:00:00+00'");
        assertTrue(CommandRun.of("retention", "plan", "--retention", policy, "--db", url("from"))
                .output()
                .startsWith("chat active+completed, would be archived: 2, exempt: 0, looked at: 2"));
        assertTrue(CommandRun.of("retention", "run", "--retention", policy, "--db", url("from"))
                .output()
                .startsWith("chat active+completed, archived: 2, exempt: 0, looked at: 2"));
        assertTrue(CommandRun.of("retention", "run", "--retention", policy, "--db", url("from"))
                .output()
                .startsWith("chat active+completed, archived: 0, exempt: 0, looked at: 0"));
    }

    @Test
    void what_was_done_is_told_as_a_document_where_one_is_asked_for() throws IOException {
        var imported =
                CommandRun.reading(Files.readString(file), "import", "--json", "--user", "ann", "--db", url("to"));
        var issued = CommandRun.of("token", "issue", "--json", "--user", "ann", "--db", url("from"));
        var id = issued.output().replaceFirst(".*\"token_id\":\"([^\"]*)\".*", "$1");
        var revoked = CommandRun.of("token", "revoke", id, "--db", url("from"));
        var unknown =
                CommandRun.of("token", "revoke", "--json", "00000000-0000-7000-8000-000000000001", "--db", url("from"));

        assertEquals(
                "{\"imported\":{\"message\":2,\"session\":1,\"thread\":1},\"left_out\":{}}",
                imported.output(),
                imported::errors);
        assertTrue(
                issued.output().matches("\\{\"token\":\"cs_u_.*\",\"token_id\":\"[0-9a-f-]{36}\",.*}"), issued::output);
        assertEquals(new CommandRun(0, "revoked", ""), revoked);
        assertEquals(ExitCode.REFUSED, unknown.exitCode(), unknown::output);
        assertTrue(unknown.output().startsWith("{\"exit_code\":77,"), unknown::output);
    }

    private void refused(String words, String lines) {
        var run = imported(lines);
        assertEquals(65, run.exitCode(), run::toString);
        var last = run.errors().lines().reduce((first, second) -> second).orElseThrow();
        assertTrue(last.startsWith("chat-sessions-server: "), run::toString);
        assertTrue(last.contains(words), run::toString);
    }

    private CommandRun imported(String lines) {
        return CommandRun.reading(lines, "import", "--user", "ann", "--db", url("to"));
    }

    private static String withoutTimeOfExport(String lines) {
        return Pattern.compile("\\R.*", Pattern.DOTALL)
                .matcher(lines.strip())
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }

    private SessionCore chat() {
        var source = new JdbcDataSource();
        source.setURL(url("from"));
        return SessionCore.builder()
                .storage(JdbiStorage.builder(source).build())
                .housekeeping(Housekeeping.external())
                .build();
    }

    private void change(String sql) {
        var source = new JdbcDataSource();
        source.setURL(url("from"));
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String url(String name) {
        return "jdbc:h2:" + folder.resolve(name) + ";WRITE_DELAY=0";
    }
}
