package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.OmiCalls.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationRoutesTest {

    private final ScriptedAssistant assistant = new ScriptedAssistant();

    private final TestServer server =
            new TestServer(assistant, settings -> settings.unlimitedRate().unsignedWebhooks(true), options -> options);

    private final String ana = server.token("ana");

    private final OmiCalls omi = new OmiCalls(server);

    @BeforeEach
    void link() {
        omi.link(ana, "device-1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void nothing_is_current_before_anything_was_heard() {
        assertEquals(
                "{\"ok\":true,\"conversation\":null,\"messages\":[]}",
                server.get(ana, "/conversations/current").body());
        assertEquals(
                "{\"ok\":true,\"items\":[],\"nextCursor\":null}",
                server.get(ana, "/conversations").body());
    }

    @Test
    void what_is_current_comes_with_its_newest_messages_oldest_first() {
        omi.deliver(
                "device-1",
                IntStream.range(0, 25).mapToObj(i -> segment(i, "word " + i)).toArray(String[]::new));

        var current = Wire.ok(200, server.get(ana, "/conversations/current"));

        assertEquals(List.of("ok", "conversation", "messages", "sessionId"), Wire.names(current));
        assertEquals(
                List.of("id", "title", "summary", "createdAt", "endedAt", "messageCount", "sessionId"),
                Wire.names(current.path("conversation")));
        assertEquals(25, current.path("conversation").path("messageCount").asInt());
        assertEquals(
                List.of("id", "role", "text", "source", "speaker", "position", "createdAt"),
                Wire.names(current.path("messages").path(0)));
        assertEquals(
                IntStream.range(5, 25).mapToObj(i -> "word " + i).toList(),
                Wire.texts(current.path("messages"), "text"));
    }

    @Test
    void conversations_and_messages_are_read_in_pages_that_lose_nothing() {
        var ids = new ArrayList<String>();
        for (var number = 1; number <= 5; number++) {
            var first = number * 100;
            omi.conclude(
                    "device-1",
                    number,
                    IntStream.range(0, 7)
                            .mapToObj(i -> segment(first + i, "word " + i))
                            .toArray(String[]::new));
            ids.add(0, "Number " + number);
        }

        assertEquals(ids, all("/conversations?limit=2", "title", false));
        var newest =
                Wire.ok(200, server.get(ana, "/conversations")).path("items").path(0);
        assertEquals(
                IntStream.range(0, 7).mapToObj(i -> "word " + i).toList(),
                all("/conversations/" + newest.path("id").asText() + "/messages?limit=3", "text", true));
    }

    @Test
    void who_asks_in_a_conversation_is_answered_there_and_makes_it_current() {
        omi.conclude("device-1", 1, segment(0, "the first"));
        omi.conclude("device-1", 2, segment(100, "the second"));
        var items = Wire.ok(200, server.get(ana, "/conversations")).path("items");
        var older = items.path(1).path("id").asText();
        assistant.say("It was the first.").finish();

        var asked = Wire.ok(
                202, server.post(ana, "/conversations/" + older + "/messages", "{\"text\":\"What was that?\"}"));

        assertEquals(List.of("ok", "conversationId", "messageId", "replyId"), Wire.names(asked));
        try (var stream = server.stream(ana, "/threads/" + older + "/events?last_event_id=earliest")) {
            stream.event("reply_finished");
        }
        var current = Wire.ok(200, server.get(ana, "/conversations/current"));
        assertEquals(older, current.path("conversation").path("id").asText());
        assertEquals(
                List.of("the first", "What was that?", "It was the first."),
                Wire.texts(current.path("messages"), "text"));
        assertEquals(List.of("USER", "USER", "ASSISTANT"), Wire.texts(current.path("messages"), "role"));
        assertEquals(List.of("OMI_TRANSCRIPT", "FRONTEND", "SYSTEM"), Wire.texts(current.path("messages"), "source"));
    }

    @Test
    void a_question_that_is_sent_twice_under_one_key_is_asked_once() {
        omi.deliver("device-1", segment(0, "hello"));
        var id = Wire.ok(200, server.get(ana, "/conversations/current"))
                .path("conversation")
                .path("id")
                .asText();

        var first = Wire.ok(202, askWithKey(id, "Why?"));
        var again = Wire.ok(202, askWithKey(id, "Why?"));

        assertEquals(first, again);
        Wire.problem(422, "idempotency-key-reused", askWithKey(id, "Why not?"));
        Wire.problem(422, "validation-failed", server.post(ana, "/conversations/" + id + "/messages", "{}"));
        Wire.problem(
                422, "validation-failed", server.post(ana, "/conversations/" + id + "/messages", "{\"text\":\" \"}"));
        Wire.problem(404, "not-found", server.post(ana, "/conversations/here/messages", "{\"text\":\"hi\"}"));
    }

    @Test
    void preferences_are_read_and_changed_one_by_one() {
        var before = Wire.ok(200, server.get(ana, "/me/preferences"));
        assertEquals(
                List.of("listen_mode", "phrases", "followup_window_ms", "mute", "quiet_hours", "zone", "version"),
                Wire.names(before));
        assertEquals("TRIGGER", before.path("listen_mode").asText());
        assertTrue(before.path("quiet_hours").isNull());

        var changed = Wire.ok(
                200,
                patch("{\"listen_mode\":\"ALWAYS\",\"mute\":true,\"zone\":\"Europe/Berlin\","
                        + "\"quiet_hours\":{\"from\":\"22:00\",\"until\":\"07:00\"}}"));
        assertEquals("ALWAYS", changed.path("listen_mode").asText());
        assertEquals("22:00", changed.path("quiet_hours").path("from").asText());
        assertEquals(before.path("phrases"), changed.path("phrases"));

        var last =
                Wire.ok(200, patch("{\"quiet_hours\":null,\"phrases\":[\"Hallo Omi\"],\"followup_window_ms\":9000}"));
        assertTrue(last.path("quiet_hours").isNull());
        assertTrue(last.path("mute").asBoolean());
        assertEquals(9_000, last.path("followup_window_ms").asInt());
        assertEquals(last, Wire.ok(200, server.get(ana, "/me/preferences")));
        Wire.problem(412, "stale-version", patch("{\"mute\":false,\"version\":" + before.path("version") + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"listen_mode\":\"SOMETIMES\"}",
                "{\"listen_mode\":7}",
                "{\"phrases\":[]}",
                "{\"phrases\":\"Hey\"}",
                "{\"phrases\":[7]}",
                "{\"phrases\":[\"?!\"]}",
                "{\"followup_window_ms\":999}",
                "{\"followup_window_ms\":60001}",
                "{\"mute\":\"yes\"}",
                "{\"zone\":\"Atlantis\"}",
                "{\"quiet_hours\":\"night\"}",
                "{\"quiet_hours\":{\"from\":\"22:00\"}}",
                "{\"quiet_hours\":{\"from\":\"25:00\",\"until\":\"07:00\"}}"
            })
    void preferences_that_cannot_be_meant_are_refused(String body) {
        Wire.problem(422, "validation-failed", patch(body));
    }

    @Test
    void the_diagnosis_says_what_came_and_why_nothing_was_answered() {
        omi.deliver("device-1", segment(0, "nothing for the assistant"));

        var diagnosis = Wire.ok(200, server.get(ana, "/me/diagnosis"));

        var device = diagnosis.path("devices").path(0);
        assertEquals("device-1", device.path("link").path("device_id").asText());
        var delivery = device.path("deliveries").path(0);
        assertEquals(1, delivery.path("accepted").asInt());
        assertEquals(List.of("no-trigger"), Wire.texts(delivery.path("findings"), "code"));
        assertTrue(delivery.path("findings").path(0).path("sentence").asText().length() > 10);
    }

    private HttpResponse<String> patch(String body) {
        return server.send(server.request(ana, "/me/preferences")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> askWithKey(String conversation, String text) {
        return server.send(server.request(ana, "/conversations/" + conversation + "/messages")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "key-1")
                .POST(BodyPublishers.ofString("{\"text\":\"" + text + "\"}")));
    }

    /** The field of all items, read page by page; pages are older and older, and so are their items or not. */
    private List<String> all(String path, String field, boolean oldestFirst) {
        var all = new ArrayList<String>();
        var next = "";
        do {
            var page = Wire.ok(200, server.get(ana, path + next));
            all.addAll(oldestFirst ? 0 : all.size(), Wire.texts(page.path("items"), field));
            next = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("nextCursor").asText();
        } while (!next.isEmpty());
        return all;
    }
}
