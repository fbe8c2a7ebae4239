package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.server.ChatStream.Event;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers on one PostgreSQL are as one, whether they wake each other or look for themselves. */
@Timeout(600)
final class ManyNodesProcessTest {

    private static final String ADMIN = "an-admin-token-for-this-test";

    @TempDir
    private static Path folder;

    private static final String DATABASE = DurablePostgres.newDatabase();

    /** A server, and where it is. */
    private record Node(ServerProcess process, URI address) implements AutoCloseable {

        static Node start(String notify) {
            var process = ServerProcess.start(
                    folder,
                    "serve",
                    "--port=0",
                    "--db=" + DATABASE,
                    "--db-notify=" + notify,
                    "--admin-token=" + ADMIN,
                    "--assistant-words-per-second=20",
                    "--lease=2s");
            return new Node(process, process.address());
        }

        String token(String user) {
            return process.token(ADMIN, user);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    @ParameterizedTest(name = "notifications {0}")
    @ValueSource(strings = {"on", "off"})
    void a_subscriber_on_one_node_sees_what_the_other_commits(String notify) {
        try (var one = Node.start(notify);
                var other = Node.start(notify)) {
            var user = "ann-" + notify;
            var token = one.token(user);
            var here = new ChatClient(one.address(), token);
            var there = new ChatClient(other.address(), token);
            there.chat("the first word opens the thread");

            try (var events = here.events("user-" + user)) {
                events.next();
                var answer =
                        there.chat("Hello from the other node").path("response").asText();

                var seen = new ArrayList<Event>();
                while (seen.isEmpty() || !seen.get(seen.size() - 1).is("reply_finished")) {
                    seen.add(events.next().orElseThrow());
                }
                assertEquals(
                        answer,
                        seen.get(seen.size() - 1)
                                .data()
                                .path("message")
                                .path("content")
                                .asText());
            }
            assertEquals(here.history(), there.history());
        }
    }

    @ParameterizedTest(name = "notifications {0}")
    @ValueSource(strings = {"on", "off"})
    void a_stop_reaches_the_node_that_answers(String notify) {
        try (var one = Node.start(notify);
                var other = Node.start(notify)) {
            var token = one.token("ben-" + notify);
            var here = new ChatClient(one.address(), token);
            var there = new ChatClient(other.address(), token);

            try (var answer = there.stream(longQuestion())) {
                var seen = new ArrayList<>(answer.tokens(3));
                here.stop();
                seen.addAll(answer.rest());

                var last = seen.get(seen.size() - 1);
                assertTrue(last.is("done"), last::toString);
                assertEquals("stopped", last.data().path("finish_reason").asText());
                assertEquals(ChatStream.text(seen), lastMessage(here));
            }
        }
    }

    @ParameterizedTest(name = "notifications {0}")
    @ValueSource(strings = {"on", "off"})
    void what_a_killed_node_was_answering_is_finished_by_the_other(String notify) {
        try (var one = Node.start(notify);
                var other = Node.start(notify)) {
            var token = one.token("eve-" + notify);
            var here = new ChatClient(one.address(), token);
            var there = new ChatClient(other.address(), token);
            var seen = new ArrayList<Event>();
            String place;
            try (var answer = there.stream(longQuestion())) {
                seen.addAll(answer.tokens(4));
                other.process().kill();
                seen.addAll(answer.rest());
                place = answer.lastId();
            }

            try (var rest = here.resume(place)) {
                seen.addAll(rest.rest());
            }

            var last = seen.get(seen.size() - 1);
            assertEquals("expired", last.data().path("finish_reason").asText(), last::toString);
            assertEquals(1, seen.stream().filter(event -> event.is("done")).count());
            assertEquals(ChatStream.text(seen), lastMessage(here));
            assertFalse(here.chat("Still there?").path("response").asText().isEmpty());
        }
    }

    @ParameterizedTest(name = "notifications {0}")
    @ValueSource(strings = {"on", "off"})
    void a_node_that_is_told_to_go_ends_its_answer_and_sends_its_readers_to_the_other(String notify) {
        try (var one = Node.start(notify);
                var other = Node.start(notify)) {
            var token = one.token("zoe-" + notify);
            var here = new ChatClient(one.address(), token);
            var there = new ChatClient(other.address(), token);
            var seen = new ArrayList<Event>();
            String place;
            try (var answer = there.stream("word ".repeat(30).strip())) {
                seen.addAll(answer.tokens(2));
                other.process().handle().destroy();
                seen.addAll(answer.rest());
                place = answer.lastId();
            }
            assertFalse(seen.get(seen.size() - 1).is("done"), seen::toString);

            try (var rest = here.resume(place)) {
                seen.addAll(rest.rest());
            }

            var last = seen.get(seen.size() - 1);
            assertEquals("complete", last.data().path("finish_reason").asText(), last::toString);
            assertEquals(ChatStream.text(seen), lastMessage(here));
            assertEquals(143, other.process().ended().exitCode());
        }
    }

    private static String longQuestion() {
        return "word ".repeat(400).strip();
    }

    private static String lastMessage(ChatClient client) {
        var messages = client.history().path("messages");
        return StreamSupport.stream(messages.spliterator(), false)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .path("content")
                .asText();
    }
}
