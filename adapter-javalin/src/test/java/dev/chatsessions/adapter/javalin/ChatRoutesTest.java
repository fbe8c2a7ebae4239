package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.Wire.names;
import static dev.chatsessions.adapter.javalin.Wire.ok;
import static dev.chatsessions.adapter.javalin.Wire.problem;
import static dev.chatsessions.adapter.javalin.Wire.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatRoutesTest {

    private static final Caller ANA = Caller.user("ana");

    private final ScriptedAssistant assistant = new ScriptedAssistant();

    private final TestServer server =
            new TestServer(assistant, settings -> settings.answerWait(Duration.ofSeconds(10)), options -> options);

    private final String ana = server.token("ana");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_answer_has_the_fields_of_the_document_and_no_others() {
        assistant.say("To fix your iPhone screen").say("...").finish();

        var answer = ok(200, server.post(ana, "/chat", "{\"message\": \"How do I fix my iPhone screen?\"}"));

        assertEquals("{\"response\":\"To fix your iPhone screen...\",\"thread_id\":\"user-ana\"}", answer.toString());
    }

    @Test
    void history_has_the_newest_messages_oldest_first_and_counts_all() {
        ask("one", "first");
        ask("two", "second");

        var history = ok(200, server.get(ana, "/chat/history?limit=3"));

        assertEquals("user-ana", history.path("thread_id").asText());
        assertEquals(4, history.path("message_count").asInt());
        assertEquals(List.of("first", "two", "second"), texts(history.path("messages"), "content"));
        assertEquals(List.of("assistant", "user", "assistant"), texts(history.path("messages"), "role"));
        assertTrue(texts(history.path("messages"), "timestamp").stream()
                .allMatch(text -> text.endsWith("Z") && Instant.parse(text).isAfter(Instant.EPOCH)));
    }

    @Test
    void history_has_fifty_messages_unless_another_number_is_asked_for() {
        ask("the first question", "the first answer");
        var session =
                server.chat.sessions().findByKey(ANA, SessionKind.CHAT, "chat").orElseThrow();
        var thread =
                server.chat.threads().findByKey(ANA, session.id(), "user-ana").orElseThrow();
        var newest = IntStream.rangeClosed(1, 50)
                .mapToObj(number -> "message " + number)
                .toList();
        server.chat
                .threads()
                .append(
                        ANA,
                        thread.id(),
                        newest.stream().map(NewMessage::assistant).toList(),
                        RequestKey.none());

        var usual = ok(200, server.get(ana, "/chat/history"));
        var more = ok(200, server.get(ana, "/chat/history?limit=51"));

        assertEquals(52, usual.path("message_count").asInt());
        assertEquals(newest, texts(usual.path("messages"), "content"));
        assertEquals(51, more.path("messages").size());
    }

    @Test
    void a_place_that_is_not_in_the_history_is_told_by_the_parameter_it_was_sent_in() {
        ask("one", "first");

        for (var before : List.of("zz", "!!")) {
            var refused = problem(400, "invalid-parameter", server.get(ana, "/chat/history?before=" + before));
            assertEquals(
                    "#/before", refused.path("errors").path(0).path("pointer").asText());
            assertTrue(refused.path("detail").asText().startsWith("before "), refused::toString);
        }
    }

    @Test
    void history_goes_on_before_the_messages_already_seen() {
        ask("one", "first");
        ask("two", "second");
        var newest = ok(200, server.get(ana, "/chat/history?limit=1"));

        var older = ok(
                200,
                server.get(
                        ana,
                        "/chat/history?limit=2&before=" + newest.path("before").asText()));

        assertEquals(List.of("first", "two"), texts(older.path("messages"), "content"));
    }

    @Test
    void clearing_leaves_the_tokens_and_the_start_of_the_session() {
        ask("one", "first");
        var before = ok(200, server.get(ana, "/chat/sessions"));

        var cleared = ok(200, server.delete(ana, "/chat/history"));

        assertEquals(
                "{\"success\":true,\"message\":\"Chat history cleared successfully\",\"thread_id\":\"user-ana\"}",
                cleared.toString());
        var after = ok(200, server.get(ana, "/chat/sessions"));
        assertEquals(0, after.path("total_messages").asInt());
        assertEquals(before.path("total_tokens_used"), after.path("total_tokens_used"));
        assertEquals(before.path("session_start"), after.path("session_start"));
        assertEquals(
                0,
                ok(200, server.get(ana, "/chat/history")).path("message_count").asInt());
    }

    @Test
    void statistics_have_the_fields_of_the_document() {
        ask("one", "first");

        var statistics = ok(200, server.get(ana, "/chat/sessions"));

        assertEquals(
                List.of(
                        "user_id",
                        "thread_id",
                        "total_messages",
                        "total_tokens_used",
                        "session_start",
                        "last_activity"),
                names(statistics));
        assertEquals("ana", statistics.path("user_id").asText());
        assertEquals(2, statistics.path("total_messages").asInt());
        assertEquals(2, statistics.path("total_tokens_used").asInt());
    }

    @Test
    void reading_before_the_first_question_finds_nothing_and_creates_nothing() {
        assertEquals(
                "{\"thread_id\":\"user-ana\",\"message_count\":0,\"messages\":[],\"before\":null}",
                ok(200, server.get(ana, "/chat/history")).toString());
        assertEquals(
                "{\"user_id\":\"ana\",\"thread_id\":\"user-ana\",\"total_messages\":0,\"total_tokens_used\":0,"
                        + "\"session_start\":null,\"last_activity\":null}",
                ok(200, server.get(ana, "/chat/sessions")).toString());
        ok(200, server.get(ana, "/chat/history?thread_id=plans"));
        ok(200, server.delete(ana, "/chat/history"));
        assertEquals(204, server.get(ana, "/chat/stream").statusCode());

        assertEquals(0, ok(200, server.get(ana, "/me/sessions")).path("items").size());
    }

    @Test
    void another_thread_is_opened_by_asking_in_it() {
        ask("one", "first");
        assistant.say("elsewhere").finish();

        var answer = ok(200, server.post(ana, "/chat", "{\"message\":\"hi\",\"thread_id\":\"plans\"}"));

        assertEquals("plans", answer.path("thread_id").asText());
        var plans = ok(200, server.get(ana, "/chat/history?thread_id=plans"));
        assertEquals(List.of("hi", "elsewhere"), texts(plans.path("messages"), "content"));
        assertEquals(
                2,
                ok(200, server.get(ana, "/chat/history")).path("message_count").asInt());
    }

    @Test
    void a_thread_is_found_by_its_id_too() {
        ask("one", "first");
        var id = thread("user-ana");

        assertEquals(
                2,
                ok(200, server.get(ana, "/chat/history?thread_id=" + id))
                        .path("message_count")
                        .asInt());
    }

    @Test
    void a_key_of_another_user_and_an_unknown_id_are_not_found_and_never_created() {
        ask("one", "first");
        var ben = server.token("ben");
        for (var key :
                List.of("user-ana", "user-ben-and-more", UUID.randomUUID().toString(), thread("user-ana"))) {
            problem(404, "not-found", server.get(ben, "/chat/history?thread_id=" + key));
            problem(404, "not-found", server.delete(ben, "/chat/history?thread_id=" + key));
            problem(404, "not-found", server.get(ben, "/chat/sessions?thread_id=" + key));
            problem(404, "not-found", server.get(ben, "/chat/stream?thread_id=" + key));
            problem(404, "not-found", server.get(ben, "/threads/" + key + "/events"));
            var body = "{\"message\":\"hi\",\"thread_id\":\"" + key + "\"}";
            problem(404, "not-found", server.post(ben, "/chat", body));
            problem(404, "not-found", server.post(ben, "/chat/stream", body));
            problem(404, "not-found", server.post(ben, "/chat/stop", body));
        }

        assertEquals(0, ok(200, server.get(ben, "/me/sessions")).path("items").size());
    }

    @Test
    void a_thread_of_another_session_of_ones_own_is_no_thread_of_the_chat() {
        var shared = server.chat
                .sessions()
                .start(ANA, SessionStart.of(SessionKind.SHARED), RequestKey.none())
                .id();
        var other =
                server.chat.threads().open(ANA, shared, ThreadStart.unnamed()).id();

        problem(404, "not-found", server.get(ana, "/chat/history?thread_id=" + other));
        problem(404, "not-found", server.delete(ana, "/chat/history?thread_id=" + other));
        problem(404, "not-found", server.post(ana, "/chat", "{\"message\":\"hi\",\"thread_id\":\"" + other + "\"}"));
    }

    @Test
    void a_repeated_request_gets_the_same_answer_and_asks_once() {
        assistant.say("once").finish();
        var first = keyed("key-1", "{\"message\":\"hi\"}");

        var again = keyed("\"key-1\"", "{\"message\":\"hi\"}");

        assertEquals(ok(200, first), ok(200, again));
        assertEquals(
                2,
                ok(200, server.get(ana, "/chat/history")).path("message_count").asInt());
        problem(422, "idempotency-key-reused", keyed("key-1", "{\"message\":\"something else\"}"));
    }

    @Test
    void the_longest_of_user_ids_has_a_thread_that_can_be_named() {
        var longest = server.token("u".repeat(200));
        assistant.say("hi").finish();
        var key = ok(200, server.post(longest, "/chat", "{\"message\":\"hi\"}"))
                .path("thread_id")
                .asText();

        var named = ok(200, server.get(longest, "/chat/history?thread_id=" + key));

        assertEquals(2, named.path("message_count").asInt());
        var stop = ok(200, server.post(longest, "/chat/stop", "{\"thread_id\":\"" + key + "\"}"));
        assertEquals(key, stop.path("thread_id").asText());
    }

    @Test
    void an_answer_that_takes_too_long_is_promised() {
        try (var hasty =
                new TestServer(assistant, settings -> settings.answerWait(Duration.ofMillis(1)), options -> options)) {
            var token = hasty.token("ana");

            var promised = ok(202, hasty.post(token, "/chat", "{\"message\":\"hi\"}"));

            assertEquals(List.of("thread_id", "reply_id"), names(promised));
            try (var stream = hasty.stream(token, "/chat/stream")) {
                assistant.say("late").finish();
                assertEquals(
                        "late", stream.event("token").json().path("content").asText());
                assertEquals("done", stream.event().type());
            }
        }
    }

    @Test
    void an_assistant_that_fails_is_told_and_the_question_is_kept() {
        assistant.say("half").fail("the model fell over");

        problem(502, "assistant-failed", server.post(ana, "/chat", "{\"message\":\"hi\"}"));

        var messages = ok(200, server.get(ana, "/chat/history")).path("messages");
        assertEquals(List.of("hi", "half"), texts(messages, "content"));
        assertEquals("failed", messages.get(1).path("finish_reason").asText());
        assertFalse(messages.get(0).has("finish_reason"));
    }

    @Test
    void a_stopped_answer_keeps_its_text() {
        try (var stream = server.stream(server.request(ana, "/chat/stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"hi\"}")))) {
            assistant.say("so far");
            assertEquals("so far", stream.event("token").json().path("content").asText());

            var stopped = ok(200, server.post(ana, "/chat/stop", "{}"));

            assertEquals("user-ana", stopped.path("thread_id").asText());
            assertEquals(1, stopped.path("reply_ids").size());
            assertEquals(
                    "stopped", stream.event("done").json().path("finish_reason").asText());
        }
        var messages = ok(200, server.get(ana, "/chat/history")).path("messages");
        assertEquals("stopped", messages.get(1).path("finish_reason").asText());
        assertEquals("so far", messages.get(1).path("content").asText());
    }

    @Test
    void stopping_where_nothing_is_open_changes_nothing() {
        var nothing = server.send(server.request(ana, "/chat/stop").POST(BodyPublishers.noBody()));

        assertEquals(
                "{\"thread_id\":\"user-ana\",\"reply_ids\":[]}",
                ok(200, nothing).toString());
    }

    @Test
    void a_second_question_may_be_refused_while_one_is_open() {
        try (var stream = server.stream(server.request(ana, "/chat/stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"hi\"}")))) {
            assistant.say("working");
            stream.event("token");

            problem(409, "thread-busy", server.post(ana, "/chat", "{\"message\":\"and?\",\"turn_policy\":\"reject\"}"));

            assistant.finish();
            stream.event("done");
        }
    }

    @Test
    void asking_reopens_a_completed_session() {
        ask("one", "first");
        var session = chatSession();
        server.chat.sessions().complete(ANA, session.id(), ExpectedVersion.any());

        ask("two", "second");

        assertEquals(session.id(), chatSession().id());
        assertEquals(
                4,
                ok(200, server.get(ana, "/chat/history")).path("message_count").asInt());
    }

    @Test
    void asking_after_the_session_ended_begins_a_new_one_under_the_same_key() {
        ask("one", "first");
        var ended = chatSession();
        var oldThread = thread("user-ana");
        server.chat.sessions().end(ANA, ended.id(), ExpectedVersion.any());

        ask("two", "second");

        assertNotEquals(ended.id(), chatSession().id());
        assertEquals(
                2,
                ok(200, server.get(ana, "/chat/history")).path("message_count").asInt());
        problem(
                409,
                "session-ended",
                server.post(ana, "/chat", "{\"message\":\"hi\",\"thread_id\":\"" + oldThread + "\"}"));
    }

    private void ask(String question, String answer) {
        assistant.say(answer).finish();
        assertEquals(
                answer,
                ok(200, server.post(ana, "/chat", "{\"message\":\"" + question + "\"}"))
                        .path("response")
                        .asText());
    }

    private HttpResponse<String> keyed(String key, String body) {
        return server.send(server.request(ana, "/chat")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }

    private Session chatSession() {
        return server.chat.sessions().findByKey(ANA, SessionKind.CHAT, "chat").orElseThrow();
    }

    private String thread(String key) {
        return server.chat
                .threads()
                .findByKey(ANA, chatSession().id(), key)
                .orElseThrow()
                .id()
                .toString();
    }
}
