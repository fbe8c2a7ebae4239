package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatsessions.server.ServerProcess.Ended;
import dev.chatsessions.server.Values.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What operators set and do, and cannot mean. In this process: only what is said is bad. */
record BadOperations(Program program, DurablePostgres postgres, String database) {

    private static final String CLOSED = "rw-------";

    private static final String OPEN = "rw-r--r--";

    private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/chat";

    void addTo(BadInputRows rows) {
        limits(rows);
        databases(rows);
        secrets(rows);
        commands(rows);
    }

    private void limits(BadInputRows rows) {
        rows.refused("C031", "HEARTBEAT: '0s' is not a duration", () -> serve("HEARTBEAT", "0s"));
        rows.refused("C034", "MAX_BODY: '0' is not a size for bodies", () -> serve("MAX_BODY", "0"));
        rows.refused("C035", "MAX_BODY: '65MiB' is not a size for bodies", () -> serve("MAX_BODY", "65MiB"));
        rows.refused("C036", "MAX_BODY: '256KiB' is not a size for bodies", () -> serve("MAX_BODY", "256KiB"));
        rows.refused("C064", "RATE_PER_CALLER: '-1' is not a number of calls", () -> serve("RATE_PER_CALLER", "-1"));
        rows.refused("C070", "LOG_LEVEL: expected one of", () -> serve("LOG_LEVEL", "loud"));
        rows.holds("C076", BadOperations::clocksApart);
    }

    private void databases(BadInputRows rows) {
        rows.refused(
                "C020", "db-pool-size: 1000 connections and one to listen are more than", this::tooManyConnections);
        rows.refused(
                "C021", "a socketTimeout of 0 s waits for ever", () -> serve("DB_URL", NOWHERE + "?socketTimeout=0"));
        rows.refused("C023", "which --db-notify off does without", this::behindAPoolerThatSwallows);
        rows.refused(
                "C022",
                "a socketTimeout of 5 s is over before the statement is",
                () -> serve("DB_URL", NOWHERE + "?ssl=false&socketTimeout=5"));
    }

    private void secrets(BadInputRows rows) {
        rows.refused("C045", "admin-token-file: others on this machine can read", () -> tokenIn(OPEN, "a-token"));
        rows.refused("C047", "is empty or too long", () -> tokenIn(CLOSED, "\n"));
        rows.holds("C048", this::lineFeedBehindASecret);
        rows.refused(
                "C051",
                "admin-token and admin-token-file are not set together",
                () -> tokenIn(CLOSED, "a-token", "--admin-token=another"));
        rows.refused("I055", "others on this machine can read it, and admin-token is in it", this::openConfiguration);
    }

    private void commands(BadInputRows rows) {
        rows.refused(
                "I015",
                "TOKEN-ID: the value is not the id of a token",
                () -> run("token", "revoke", BadInputRows.SECRET));
        rows.refused(
                "I016",
                "system-prompt and system-prompt-file are not set together",
                () -> run(
                        "serve",
                        "--model-url=http://a.example",
                        "--model=m",
                        "--system-prompt=a",
                        "--system-prompt-file=b"));
        rows.refused(
                "I058",
                "add --confirm chat",
                () -> run("retention", "run", "--retention=shared:expired:7d:delete", "--db", NOWHERE));
        rows.holds("I067", BadOperations::aDocumentInAnyCase);
    }

    private static Ended serve(String setting, String value) {
        return CommandRun.of(Map.of("CHAT_SESSIONS_" + setting, value), "serve").ended();
    }

    private static Ended run(String... arguments) {
        return CommandRun.of(arguments).ended();
    }

    private Ended behindAPoolerThatSwallows() {
        try (var line = new DeafLine(postgres.port())) {
            var url = postgres.url(database).replaceFirst("//[^/]*/", "//127.0.0.1:" + line.port() + "/");
            return run(
                    "serve",
                    "--port=0",
                    "--admin-token=a-token",
                    "--db=" + url + (url.contains("?") ? "&" : "?") + "sslmode=disable&gssEncMode=disable");
        }
    }

    private Ended tooManyConnections() {
        var url = postgres.url(database);
        return CommandRun.of(Map.of("CHAT_SESSIONS_DB_POOL_SIZE", "1000"), "serve", "--port=0", "--db=" + url)
                .ended();
    }

    private Ended tokenIn(String permissions, String text, String... more) {
        var arguments = new String[more.length + 2];
        arguments[0] = "serve";
        arguments[1] = "--admin-token-file=" + file(permissions, text);
        System.arraycopy(more, 0, arguments, 2, more.length);
        return run(arguments);
    }

    private Ended openConfiguration() {
        return run("serve", "--config=" + file(OPEN, "admin-token = " + BadInputRows.SECRET));
    }

    private void lineFeedBehindASecret() {
        for (var end : new String[] {"", "\n", "\r\n"}) {
            var kept = new KeptSecret<>(
                    "admin-token", Optional.empty(), Optional.of(file(CLOSED, "a-token" + end)), Values::secret);

            assertEquals(Optional.of(new Secret("a-token")), kept.value());
        }
        assertEquals(78, tokenIn(CLOSED, "a-token\n\n").exitCode(), "a second one is no part of the file's end");
    }

    private Path file(String permissions, String text) {
        try {
            var file = Files.writeString(program.emptyFolder().resolve("kept"), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clocksApart() {
        var now = Instant.parse("2026-01-01T00:00:00Z");
        var errors = System.err;
        var told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try (var metrics = new Metrics();
                var near = new ClockSkew(() -> now.minusSeconds(5), InstantSource.fixed(now));
                var far = new ClockSkew(() -> now.plusMillis(5_500), InstantSource.fixed(now))) {
            near.look();
            assertEquals("", told.toString(StandardCharsets.UTF_8));
            metrics.watch(far);
            far.look();
            far.look();

            var lines = told.toString(StandardCharsets.UTF_8).lines().toList();
            assertEquals(1, lines.size(), "it is told when it begins: " + lines);
            assertTrue(lines.get(0).contains("WARN") && lines.get(0).contains("5 s apart"), lines::toString);
            assertTrue(metrics.told().contains("\nchat_sessions_clock_skew_seconds -5.5\n"), metrics::told);
        } finally {
            System.setErr(errors);
        }
    }

    private static void aDocumentInAnyCase() {
        var mistaken = CommandRun.of("token", "issue", "--json");
        var unreachable = CommandRun.of("token", "issue", "--user=ann", "--json", "--db", NOWHERE);

        assertEquals(ExitCode.USAGE, mistaken.exitCode());
        assertEquals(64, document(mistaken).path("exit_code").asInt());
        assertEquals(ExitCode.DATABASE, unreachable.exitCode());
        assertTrue(
                document(unreachable).path("error").asText().contains(NOWHERE + " cannot be used"),
                unreachable::output);
    }

    private static JsonNode document(CommandRun run) {
        assertEquals(1, run.errors().lines().count(), run::errors);
        try {
            return new ObjectMapper().readTree(run.output());
        } catch (JsonProcessingException e) {
            throw new AssertionError(run.output(), e);
        }
    }
}
