package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.core.BuiltInAssistant;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkflowRoutesTest {

    private final TestServer server =
            new TestServer(BuiltInAssistant.instant(), settings -> settings.unlimitedRate(), options -> options);

    private final String ana = server.token("ana");

    private final String ben = server.token("ben");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_conversation_goes_from_its_start_to_the_archive() {
        var request = Wire.ok(
                201,
                server.post(ana, "/api/requests", "{\"departure_airport\":\"EGLF\",\"arrival_airport\":\"LFPB\"}"));
        var started = opened("""
                {"conversation_id":"conversation-1","iso_agent_id":"ana","status":"active",
                 "current_step":"understanding_request","subject":"To Paris"}""");
        var id = started.path("id").asText();

        var traced = changed(id, """
                {"avinode_trip_id":"atrip-64956150","avinode_rfp_id":"rfp-123","request_id":"%s",
                 "current_step":"requesting_quotes"}""".formatted(request.path("id").asText()));
        for (var i = 0; i < 3; i++) {
            changed(id, "{\"increment\":{\"quotes_received_count\":1}}");
        }
        say(id, "{\"content\":\"Two to Paris\"}");
        say(id, "{\"content\":\"Three offers came\",\"sender\":\"assistant\"}");

        var listed = Wire.ok(200, server.get(ana, "/api/chat-sessions?trip_id=atrip-64956150"));
        assertEquals(1, listed.path("count").asInt());
        var session = listed.path("sessions").path(0);
        assertEquals(id, session.path("id").asText());
        assertEquals("conversation-1", session.path("conversation_id").asText());
        assertEquals("ana", session.path("iso_agent_id").asText());
        assertEquals("active", session.path("status").asText());
        assertEquals("rfp-123", session.path("avinode_rfp_id").asText());
        assertEquals("requesting_quotes", session.path("current_step").asText());
        assertEquals(2, session.path("message_count").asInt());
        assertEquals(3, session.path("quotes_received_count").asInt());
        assertEquals("To Paris", session.path("conversation").path("subject").asText());
        assertEquals("EGLF", session.path("request").path("departure_airport").asText());
        assertEquals(traced.path("version"), session.path("version"), "counting is no edit");

        assertEquals(
                "completed",
                changed(id, "{\"status\":\"completed\"}").path("status").asText());
        assertEquals(
                0,
                Wire.ok(200, server.get(ana, "/api/chat-sessions"))
                        .path("count")
                        .asInt());
        assertEquals(
                1,
                Wire.ok(200, server.get(ana, "/api/chat-sessions?status=completed"))
                        .path("count")
                        .asInt());
        assertEquals(
                "archived",
                changed(id, "{\"status\":\"archived\"}").path("status").asText());
        assertNotEquals(
                id,
                opened("{\"conversation_id\":\"conversation-1\"}").path("id").asText());

        var requests = Wire.ok(200, server.get(ana, "/api/requests?limit=50"));
        assertEquals(List.of("EGLF"), Wire.texts(requests.path("requests"), "departure_airport"));
        assertEquals(List.of("Two to Paris", "Three offers came"), Wire.texts(requests.path("messages"), "content"));
        assertEquals(
                "conversation-1",
                requests.path("messages").path(0).path("conversation_id").asText());
        assertEquals(request.path("id"), requests.path("messages").path(1).path("request_id"));
    }

    @Test
    void a_hundred_create_or_update_one_conversation_and_make_one_session() throws Exception {
        var executor = Executors.newFixedThreadPool(16);
        try {
            var calls = IntStream.range(0, 100)
                    .<Callable<HttpResponse<String>>>mapToObj(i -> () -> server.post(
                            ana,
                            "/api/chat-sessions",
                            "{\"conversation_id\":\"same\",\"increment\":{\"quotes_received_count\":1}}"))
                    .toList();
            for (var answer : executor.invokeAll(calls)) {
                assertEquals(200, answer.get().statusCode(), answer.get()::body);
            }
        } finally {
            executor.shutdownNow();
        }

        var listed = Wire.ok(200, server.get(ana, "/api/chat-sessions"));
        assertEquals(1, listed.path("count").asInt());
        assertEquals(
                100,
                listed.path("sessions").path(0).path("quotes_received_count").asInt());
    }

    @Test
    void what_is_null_goes_and_what_is_absent_stays() {
        var id = opened("""
                {"conversation_id":"c","avinode_trip_id":"t-1","labels":{"color":"red"},"counters":{"calls":2},
                 "workflow_state":{"a":1,"b":{"c":2}},"metadata":{"x":true},"current_step":"one"}""").path("id").asText();

        var next = changed(id, """
                {"avinode_trip_id":null,"labels":{"size":"big"},"workflow_state":{"b":{"d":3}},"current_step":null}""");

        assertTrue(next.path("avinode_trip_id").isNull());
        assertEquals(Wire.json("{\"color\":\"red\",\"size\":\"big\"}"), next.path("labels"));
        assertEquals(Wire.json("{\"calls\":2}"), next.path("counters"));
        assertEquals(Wire.json("{\"b\":{\"d\":3}}"), next.path("workflow_state"));
        assertEquals(Wire.json("{\"x\":true}"), next.path("metadata"));
        assertTrue(next.path("current_step").isNull());
    }

    @Test
    void who_saw_an_older_version_changes_nothing() {
        var first = server.post(ana, "/api/chat-sessions", "{\"conversation_id\":\"c\",\"current_step\":\"one\"}");
        var id = Wire.ok(200, first).path("id").asText();
        var seen = first.headers().firstValue("ETag").orElseThrow();

        assertEquals(200, patch(id, "{\"current_step\":\"two\"}", seen).statusCode());

        Wire.problem(412, "stale-version", patch(id, "{\"current_step\":\"three\"}", seen));
        assertEquals(
                "two",
                Wire.ok(200, server.get(ana, "/api/chat-sessions/" + id))
                        .path("current_step")
                        .asText());
        Wire.problem(400, "invalid-parameter", patch(id, "{\"current_step\":\"three\"}", "seven"));
    }

    @Test
    void pages_go_through_all_and_a_status_that_is_none_is_refused() {
        for (var i = 0; i < 5; i++) {
            opened("{\"conversation_id\":\"c" + i + "\"}");
        }
        var first = Wire.ok(200, server.get(ana, "/api/chat-sessions?limit=3"));
        var second = Wire.ok(
                200,
                server.get(
                        ana,
                        "/api/chat-sessions?limit=3&cursor="
                                + first.path("next_cursor").asText()));

        assertEquals(List.of("c4", "c3", "c2"), Wire.texts(first.path("sessions"), "conversation_id"));
        assertEquals(List.of("c1", "c0"), Wire.texts(second.path("sessions"), "conversation_id"));
        assertTrue(second.path("next_cursor").isMissingNode());
        Wire.problem(400, "invalid-parameter", server.get(ana, "/api/chat-sessions?status=everything"));
        Wire.problem(400, "invalid-parameter", server.get(ana, "/api/chat-sessions?limit=0"));
    }

    @Test
    void bad_fields_are_named_and_nothing_is_kept() {
        var id = opened("{\"conversation_id\":\"c\",\"current_step\":\"one\"}")
                .path("id")
                .asText();
        for (var body : List.of(
                "{\"status\":\"everything\"}",
                "{\"status\":5}",
                "{\"avinode_trip_id\":7}",
                "{\"labels\":[]}",
                "{\"labels\":{\"Bad Name\":\"x\"}}",
                "{\"labels\":{\"x\":5}}",
                "{\"quotes_received_count\":-1}",
                "{\"quotes_received_count\":1.5}",
                "{\"quotes_received_count\":\"many\"}",
                "{\"increment\":{\"quotes_received_count\":-1}}",
                "{\"workflow_state\":\"text\"}",
                "{\"current_step\":{}}")) {
            Wire.problem(422, "validation-failed", patch(id, body, "*"));
        }
        Wire.problem(422, "read-only-field", patch(id, "{\"iso_agent_id\":\"ben\"}", "*"));

        var kept = Wire.ok(200, server.get(ana, "/api/chat-sessions/" + id));
        assertEquals("one", kept.path("current_step").asText());
        assertEquals(Wire.json("{}"), kept.path("labels"));
        assertEquals(Wire.json("{}"), kept.path("counters"));
    }

    @Test
    void a_label_of_any_name_is_asked_for_by_name_and_value_and_no_label_twice() {
        server.post(ana, "/api/chat-sessions", "{\"conversation_id\":\"c-1\",\"labels\":{\"region\":\"a:b c\"}}");
        server.post(ana, "/api/chat-sessions", "{\"conversation_id\":\"c-2\",\"labels\":{\"region\":\"us\"}}");
        server.post(ben, "/api/chat-sessions", "{\"conversation_id\":\"c-3\",\"labels\":{\"region\":\"us\"}}");

        assertEquals(1, count("/api/chat-sessions?label=region:us"));
        assertEquals(1, count("/api/chat-sessions?label=region:a%3Ab%20c&status=active"));
        assertEquals(0, count("/api/chat-sessions?label=region:us&status=paused"));
        assertEquals(0, count("/api/chat-sessions?label=region:us&trip_id=t-1"));
        for (var bad : List.of("label=region", "label=:us", "label=region:", "trip_id=a&avinode_trip_id=b")) {
            Wire.problem(400, "invalid-parameter", server.get(ana, "/api/chat-sessions?" + bad));
        }
        for (var never : List.of("%F0%9F%98%80", "n".repeat(65))) {
            Wire.problem(422, "validation-failed", server.get(ana, "/api/chat-sessions?label=" + never + ":us"));
        }
    }

    private int count(String path) {
        return Wire.ok(200, server.get(ana, path)).path("count").asInt();
    }

    @Test
    void another_user_finds_nothing_by_the_same_label_or_conversation() {
        var anas = opened("{\"conversation_id\":\"c\",\"avinode_trip_id\":\"t-1\"}")
                .path("id")
                .asText();
        var bens = Wire.ok(
                        200,
                        server.post(ben, "/api/chat-sessions", "{\"conversation_id\":\"c\",\"current_step\":\"his\"}"))
                .path("id")
                .asText();

        assertNotEquals(anas, bens);
        assertEquals(
                0,
                Wire.ok(200, server.get(ben, "/api/chat-sessions?trip_id=t-1"))
                        .path("count")
                        .asInt());
        assertTrue(Wire.ok(200, server.get(ana, "/api/chat-sessions/" + anas))
                .path("current_step")
                .isNull());
    }

    @Test
    void the_list_of_all_sessions_tells_labels_and_counters_too() {
        opened("{\"conversation_id\":\"c-1\",\"labels\":{\"desk\":\"lisbon\"},\"quotes_received_count\":2}");

        var listed = Wire.ok(200, server.get(ana, "/me/sessions")).path("items").path(0);

        assertEquals("{\"desk\":\"lisbon\"}", listed.path("labels").toString());
        assertEquals("{\"quotes_received_count\":2}", listed.path("counters").toString());
    }

    @Test
    void a_session_of_another_kind_is_none_of_these() {
        server.post(ana, "/chat", "{\"message\":\"hi\"}");
        var chat = Wire.ok(200, server.get(ana, "/me/sessions"))
                .path("items")
                .path(0)
                .path("id")
                .asText();

        Wire.problem(404, "not-found", server.get(ana, "/api/chat-sessions/" + chat));
    }

    @Test
    void what_was_said_is_told_in_its_order_and_goes_with_the_session() {
        var id = opened("{\"conversation_id\":\"conversation-1\"}").path("id").asText();
        say(id, "{\"content\":\"Two to Paris\"}");
        say(id, "{\"content\":\"Three offers came\",\"sender\":\"assistant\"}");

        var said = Wire.ok(200, server.get(ana, "/api/chat-sessions/" + id + "/messages?limit=1"));

        assertEquals(2, said.path("message_count").asInt());
        assertEquals(List.of("Three offers came"), Wire.texts(said.path("messages"), "content"));
        assertEquals(204, server.delete(ana, "/api/chat-sessions/" + id).statusCode());
        Wire.problem(410, "gone", server.get(ana, "/api/chat-sessions/" + id + "/messages"));
    }

    private JsonNode opened(String json) {
        return Wire.ok(200, server.post(ana, "/api/chat-sessions", json));
    }

    private JsonNode changed(String id, String json) {
        return Wire.ok(200, patch(id, json, "*"));
    }

    private void say(String id, String json) {
        Wire.ok(201, server.post(ana, "/api/chat-sessions/" + id + "/messages", json));
    }

    private HttpResponse<String> patch(String id, String json, String seen) {
        var request = server.request(ana, "/api/chat-sessions/" + id)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json));
        return server.send(seen.equals("*") ? request : request.header("If-Match", seen));
    }
}
