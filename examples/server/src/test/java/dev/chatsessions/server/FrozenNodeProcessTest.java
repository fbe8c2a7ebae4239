package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.client.ChatSessionsClient;
import dev.chatsessions.client.StreamEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that gets no processor time while it answers, and then goes on as if nothing had been, changes nothing any more. */
@Timeout(600)
final class FrozenNodeProcessTest {

    private static final String LONG = "word ".repeat(60).strip();

    private static final DurablePostgres POSTGRES = DurablePostgres.start();

    @TempDir
    private Path folder;

    private final List<StreamEvent> heard = new ArrayList<>();

    @AfterAll
    static void stopPostgres() {
        POSTGRES.close();
    }

    @Test
    void a_frozen_node_does_not_go_on_with_what_another_has_ended() throws InterruptedException {
        try (var cluster = Cluster.start(folder, 2, POSTGRES.url(), "--assistant-words-per-second=20")) {
            var there = cluster.client(1, "frozen");
            var here = cluster.client(0, "frozen");
            here.chat("Who is there?");
            var log = new LinkedBlockingQueue<StreamEvent>();
            try (var client = follower(here);
                    var stream = client.follow("/threads/user-frozen/events", log::add);
                    var answer = there.stream(LONG)) {
                var seen = new ArrayList<>(answer.tokens(4));
                cluster.freeze(1);
                try (var resumed = here.resume(answer.lastId())) {
                    seen.addAll(resumed.rest());
                }
                var last = seen.get(seen.size() - 1);
                assertEquals("expired", last.data().path("finish_reason").asText(), last::toString);
                assertEquals(ChatStream.text(seen), lastContent(here.history()));
                var ended = next(log, "reply_finished").text("reply_id");
                heard.clear();

                cluster.thaw(1);
                // Two whole answers take longer than the rest of one.
                there.chat(LONG);
                there.chat(LONG);

                assertNotEquals(ended, next(log, "reply_finished").text("reply_id"));
                assertNotEquals(ended, next(log, "reply_finished").text("reply_id"));
                assertEquals(
                        ChatStream.text(seen),
                        here.history().path("messages").path(3).path("content").asText());
                assertEquals(
                        0,
                        heard.stream()
                                .filter(event -> event.text("reply_id").equals(ended))
                                .count());
                assertTrue(stream.place().isPresent());
            }
        }
    }

    /** The one whose first word was held up shows an old fence while another, which began anew, still answers. */
    @Test
    void a_frozen_node_does_not_begin_what_another_has_taken_over() throws InterruptedException {
        try (var cluster = Cluster.start(folder, 2, POSTGRES.url(), "--assistant-words-per-second=20")) {
            var calm = cluster.client(0, "calm");
            calm.chat("Who is there?");
            var expected = calm.chat(LONG).path("response").asText();
            var there = cluster.client(1, "held");
            var here = cluster.client(0, "held");
            here.chat("Who is there?");
            var log = new LinkedBlockingQueue<StreamEvent>();
            try (var client = follower(here);
                    var stream = client.follow("/threads/user-held/events", log::add);
                    var words = HeldWords.in(POSTGRES)) {
                try (var answer = there.stream(LONG)) {
                    words.awaitOneHeld();
                    cluster.freeze(1);
                    words.awaitNoneHeld();
                    words.release();
                    var first = next(log, "reply_started").text("reply_id");
                    assertEquals(first, next(log, "reply_started").text("reply_id"));

                    try (var other = here.resume("")) {
                        var seen = new ArrayList<>(other.tokens(4));
                        cluster.thaw(1);
                        seen.addAll(other.rest());

                        assertEquals(expected, ChatStream.text(seen));
                    }
                    assertEquals(expected, lastContent(here.history()));
                    assertEquals(first, next(log, "reply_finished").text("reply_id"));
                    assertEquals(
                            "complete",
                            answer.rest().stream()
                                    .reduce((earlier, later) -> later)
                                    .orElseThrow()
                                    .data()
                                    .path("finish_reason")
                                    .asText());
                }
                assertTrue(stream.place().isPresent());
            }
        }
    }

    private static ChatSessionsClient follower(ChatClient client) {
        return ChatSessionsClient.builder(client.server()).token(client.token()).build();
    }

    private StreamEvent next(BlockingQueue<StreamEvent> log, String type) throws InterruptedException {
        for (var event = log.poll(1, TimeUnit.MINUTES); event != null; event = log.poll(1, TimeUnit.MINUTES)) {
            if (event.type().equals(type)) {
                return event;
            }
            heard.add(event);
        }
        throw new AssertionError("no " + type + " was heard");
    }

    private static String lastContent(JsonNode history) {
        var messages = history.path("messages");
        return messages.path(messages.size() - 1).path("content").asText();
    }
}
