package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.server.ChatStream.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed in the middle of an answer and started again, as often as the property says. */
@Timeout(3600)
final class CrashProcessTest {

    private static final int TIMES = Integer.getInteger("chat-sessions.kills", 1);

    private static final Duration LEASE = Duration.ofSeconds(2);

    /** What may pass after a restart and its lease until a sweep has found and finished the answer. */
    private static final Duration SWEEP = Duration.ofSeconds(8);

    private static final String ADMIN = "an-admin-token-for-this-test";

    @TempDir
    private Path folder;

    @Test
    void h2_loses_no_acknowledged_word_to_a_kill() {
        // Without the 45 seconds after which H2 writes over old space, as it does in every server that runs for long.
        survive("jdbc:h2:async:" + folder.resolve("chat") + ";WRITE_DELAY=0;RETENTION_TIME=100");
    }

    @Test
    void postgresql_loses_no_acknowledged_word_to_a_kill() {
        survive(DurablePostgres.newDatabase());
    }

    private void survive(String database) {
        var expected = new ArrayList<String>();
        for (var time = 0; time < TIMES; time++) {
            survive(database, "kill " + time, expected);
        }
    }

    private void survive(String database, String question, List<String> expected) {
        var before = new ArrayList<Event>();
        var place = "";
        try (var server = serve(database)) {
            var ann = ann(server);
            expected.add("quick " + question);
            expected.add(ann.chat("quick " + question).path("response").asText());
            try (var stream = ann.stream(question)) {
                before.addAll(stream.tokens(4));
                server.kill();
                before.addAll(stream.rest());
                place = stream.lastId();
            }
        }

        try (var server = serve(database)) {
            var ann = ann(server);
            var restarted = System.nanoTime();
            List<Event> after;
            try (var stream = ann.resume(place)) {
                after = stream.rest();
            }
            var waited = Duration.ofNanos(System.nanoTime() - restarted);

            assertTrue(waited.compareTo(LEASE.plus(SWEEP)) < 0, () -> "finished only after " + waited);
            expected.add(question);
            expected.add(ChatStream.text(before) + ChatStream.text(after));
            assertEquals(
                    "expired",
                    after.get(after.size() - 1).data().path("finish_reason").asText());
            assertEquals(List.of(), repeated(before, after));
            assertEquals(expected, contents(ann.history()));
        }
    }

    private ServerProcess serve(String database) {
        return ServerProcess.start(
                folder,
                "serve",
                "--port=0",
                "--db=" + database,
                "--admin-token=" + ADMIN,
                "--assistant-words-per-second=20",
                "--lease=" + LEASE.toMillis() + "ms");
    }

    private static ChatClient ann(ServerProcess server) {
        var address = server.address();
        return new ChatClient(address, server.token(ADMIN, "ann"));
    }

    private static List<String> repeated(List<Event> before, List<Event> after) {
        var seen = new HashSet<String>();
        return Stream.concat(before.stream(), after.stream())
                .map(Event::id)
                .filter(id -> !seen.add(id))
                .toList();
    }

    private static List<String> contents(JsonNode history) {
        var contents = new ArrayList<String>();
        history.path("messages")
                .forEach(message -> contents.add(message.path("content").asText()));
        return contents;
    }
}
