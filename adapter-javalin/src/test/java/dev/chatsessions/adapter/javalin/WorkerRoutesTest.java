package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerRoutesTest {

    private static final String PERMISSION = """
            "request_id":"call-1","title":"Delete notes.txt?","tool_call":{"kind":"delete"},"options":[
            {"option_id":"yes","name":"Delete","kind":"allow_once"},
            {"option_id":"no","name":"Never","kind":"reject_always"}]""";

    private final Workshop shop = new Workshop();

    private final TestServer server = shop.server;

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void a_program_becomes_a_worker_and_is_told_when_to_ask_again() {
        var codes = shop.registered("another", 3);
        assertEquals(List.of("device_code", "user_code", "expires_in", "interval"), Wire.names(codes));
        assertEquals(600, codes.path("expires_in").asInt());
        assertEquals(5, codes.path("interval").asInt());

        var tooSoon = shop.redeem(codes);
        assertEquals(
                10, Wire.problem(400, "slow-down", tooSoon).path("interval").asInt());
        shop.clock.forward(Duration.ofSeconds(10));
        Wire.problem(403, "worker-pending", shop.redeem(codes));
        var approved = server.post(
                shop.ana,
                "/workers/approve",
                "{\"user_code\":\"" + codes.path("user_code").asText() + "\"}");
        assertEquals("offline", Wire.ok(200, approved).path("status").asText());
        shop.clock.forward(Duration.ofSeconds(10));
        var token = Wire.ok(200, shop.redeem(codes));
        assertEquals(List.of("token", "token_id", "expires_at"), Wire.names(token));

        Wire.problem(400, "invalid-grant", shop.redeem(codes));
        var self = Wire.ok(200, server.get(token.path("token").asText(), "/worker"));
        assertEquals("another", self.path("worker_id").asText());
        assertEquals(3, self.path("answers_at_once").asInt());
        assertEquals(
                List.of("anas-worker", "another"),
                Wire.texts(Wire.ok(200, server.get(shop.ana, "/workers")).path("items"), "worker_id"));
        assertEquals(
                0, Wire.ok(200, server.get(shop.ben, "/workers")).path("items").size());
    }

    @Test
    void a_worker_is_renamed_given_another_token_and_revoked() {
        var renamed = server.send(server.request(shop.ana, "/workers/anas-worker")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"The old laptop\"}")));
        assertEquals("The old laptop", Wire.ok(200, renamed).path("name").asText());
        var next = Wire.ok(200, server.post(shop.worker, "/worker/token", "{}"))
                .path("token")
                .asText();
        assertEquals(200, server.get(next, "/worker").statusCode());

        try (var stream = server.stream(next, "/worker/commands")) {
            stream.event("hello");
            assertEquals(204, server.delete(shop.ana, "/workers/anas-worker").statusCode());

            assertEquals(
                    "token-revoked", stream.event("error").json().path("code").asText());
        }
        Wire.problem(401, "unauthenticated", server.get(next, "/worker"));
        Wire.problem(401, "unauthenticated", server.get(shop.worker, "/worker"));
        var found = Wire.ok(200, server.get(shop.ana, "/workers/anas-worker"));
        assertEquals("revoked", found.path("status").asText());
    }

    @Test
    void what_a_worker_asks_to_be_allowed_is_answered_while_it_waits() {
        try (var commands = server.stream(shop.worker, "/worker/commands")) {
            commands.event("hello");
            var session = shop.session();
            try (var live = server.stream(shop.ana, "/sessions/" + session + "/events")) {
                live.event("hello");
                shop.sent(session, "Delete my notes");
                var ticket = shop.claimed(session).orElseThrow();

                var asked = shop.write(ticket, "permissions", PERMISSION);
                assertEquals(201, asked.status(), asked::body);
                assertEquals("pending", Wire.json(asked.body()).path("status").asText());
                var requested = live.event("permission_requested").json();
                assertEquals(ticket.path("reply_id"), requested.path("reply_id"));
                assertEquals("call-1", requested.path("request_id").asText());
                assertEquals("Delete notes.txt?", requested.path("title").asText());
                assertEquals("delete", requested.path("tool_call").path("kind").asText());
                assertEquals(List.of("yes", "no"), Wire.texts(requested.path("options"), "option_id"));
                assertEquals(List.of("allow_once", "reject_always"), Wire.texts(requested.path("options"), "kind"));
                var path = "/replies/" + ticket.path("reply_id").asText() + "/permissions";
                var pending = Wire.ok(200, server.get(shop.ana, path)).path("items");
                assertEquals(List.of("call-1"), Wire.texts(pending, "request_id"));

                var wrong = Wire.problem(
                        422, "validation-failed", server.post(shop.ana, path + "/call-1", "{\"option_id\":\"maybe\"}"));
                assertEquals(List.of("#/option_id"), Wire.texts(wrong.path("errors"), "pointer"));
                var answered = Wire.ok(200, server.post(shop.ana, path + "/call-1", "{\"option_id\":\"no\"}"));
                assertEquals("answered", answered.path("status").asText());
                var late = Wire.problem(
                        409, "already-answered", server.post(shop.ana, path + "/call-1", "{\"option_id\":\"yes\"}"));
                assertEquals("no", late.path("option_id").asText());

                assertEquals(
                        "no",
                        live.event("permission_answered")
                                .json()
                                .path("option_id")
                                .asText());
                var told = commands.event("permission_answered").json();
                assertEquals(session, told.path("session_id").asText());
                assertEquals(ticket.path("reply_id"), told.path("reply_id"));
                assertEquals("call-1", told.path("request_id").asText());
                assertEquals("no", told.path("option_id").asText());
                var again =
                        Wire.json(shop.write(ticket, "permissions", PERMISSION).body());
                assertEquals("no", again.path("option_id").asText());
                shop.write(ticket, "permissions", PERMISSION.replace("call-1", "call-2"));
                shop.write(ticket, "complete", "\"content\":\"\"");
                Wire.problem(
                        409, "message-finalized", server.post(shop.ana, path + "/call-2", "{\"option_id\":\"no\"}"));
            }
        }
    }

    @Test
    void what_is_wrong_within_is_told_by_its_place() {
        var ticket = shop.held();
        var usage = "\"usage\":{\"input_tokens\":1,\"output_tokens\":-1}";
        var chunks = "\"chunks\":[{\"offset\":0,\"text\":\"a\"},{\"offset\":1.5,\"text\":\"b\"}]";
        var options = "\"request_id\":\"1\",\"title\":\"t\",\"options\":[{\"option_id\":\"y\",\"name\":\"y\"}]";

        assertEquals("#/usage/output_tokens", wrong(shop.write(ticket, "complete", usage)));
        assertEquals("#/usage", wrong(shop.write(ticket, "complete", "\"usage\":1")));
        assertEquals("#/chunks/1/offset", wrong(shop.write(ticket, "chunks", chunks)));
        assertEquals("#/chunks/0", wrong(shop.write(ticket, "chunks", "\"chunks\":[1]")));
        assertEquals("#/options/0/kind", wrong(shop.write(ticket, "permissions", options)));
    }

    private static String wrong(Answer answer) {
        return Wire.json(answer.body()).path("errors").path(0).path("pointer").asText();
    }

    @Test
    void a_question_is_answered_from_the_command_to_the_last_word() {
        try (var commands = server.stream(shop.worker, "/worker/commands")) {
            commands.event("hello");
            var session = shop.session();
            var start = commands.event("session_start").json();
            assertEquals(session, start.path("session_id").asText());
            assertEquals("large", start.path("model").asText());
            var ready = shop.post("/worker/sessions/" + session + "/ready", "{\"agent_session\":\"ses_1\"}");
            assertEquals("ses_1", Wire.json(ready.body()).path("agent_session").asText());
            try (var live = server.stream(shop.ana, "/sessions/" + session + "/events")) {
                live.event("hello");
                var sent = shop.sent(session, "What do you see?");
                assertEquals("queued", sent.path("status").asText());
                assertEquals("offline", sent.path("worker").asText());
                var message = commands.event("message").json();
                assertEquals(sent.path("reply_id"), message.path("reply_id"));
                var ticket = shop.claimed(session).orElseThrow();
                assertEquals(
                        "What do you see?",
                        ticket.path("message").path("content").asText());
                assertEquals(sent.path("answer_id"), ticket.path("answer_id"));

                assertEquals(6, Workshop.ok(shop.chunk(ticket, 0, "A boat")));
                shop.write(ticket, "status", "\"status\":\"looking closer\"");
                assertEquals(
                        17,
                        Workshop.ok(shop.write(
                                ticket,
                                "chunks",
                                "\"chunks\":[{\"offset\":6,\"text\":\" and \"},{\"offset\":11,\"text\":\"a star\"}]")));
                var done = shop.write(
                        ticket,
                        "complete",
                        "\"content\":\"A boat and a star\",\"usage\":{\"input_tokens\":4,\"output_tokens\":5,"
                                + "\"total_tokens\":9,\"model\":\"large\"}");
                assertEquals(200, done.status(), done::body);

                var words = new StringBuilder();
                for (var i = 0; i < 3; i++) {
                    words.append(live.event("reply_delta").json().path("text").asText());
                }
                assertEquals("A boat and a star", words.toString());
                var finished = live.event("reply_finished").json();
                assertEquals(
                        "A boat and a star",
                        finished.path("message").path("content").asText());
                assertEquals(5, finished.path("tokens").path("output").asInt());
            }
            assertEquals(List.of("What do you see?", "A boat and a star"), shop.said(session));
            assertEquals(
                    List.of("What do you see?", "A boat and a star"),
                    Wire.texts(
                            Wire.ok(200, server.get(shop.worker, "/worker/sessions/" + session + "/messages"))
                                    .path("messages"),
                            "content"));
        }
    }

    @Test
    void a_stopped_answer_keeps_its_words_and_the_worker_is_told() {
        var ticket = shop.held();
        var session = ticket.path("session_id").asText();
        Workshop.ok(shop.chunk(ticket, 0, "A bo"));
        try (var commands = server.stream(shop.worker, "/worker/commands")) {
            commands.event("hello");

            var stopped = Wire.ok(200, server.post(shop.ana, "/worker-sessions/" + session + "/stop", "{}"));

            assertTrue(stopped.path("replies").path(0).path("stop_requested").asBoolean());
            assertEquals(ticket.path("reply_id"), commands.event("stop").json().path("reply_id"));
        }
        assertTrue(Wire.json(shop.write(ticket, "heartbeat", "").body())
                .path("stop_requested")
                .asBoolean());
        assertEquals(
                200,
                shop.write(ticket, "complete", "\"finish_reason\":\"stopped\"").status());
        assertEquals(
                "stopped", shop.messages(session).path(1).path("finish_reason").asText());
        assertEquals(List.of("What do you see?", "A bo"), shop.said(session));
    }

    @Test
    void a_session_is_listed_renamed_ended_and_its_worker_told() {
        var first = shop.session();
        var second = shop.session();
        try (var commands = server.stream(shop.worker, "/worker/commands")) {
            commands.event("hello");
            var renamed = server.send(server.request(shop.ana, "/sessions/" + first)
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"title\":\"A trip\"}")));
            Wire.ok(200, renamed);
            Wire.ok(200, server.post(shop.ana, "/sessions/" + second + "/end", "{}"));

            assertEquals(
                    second,
                    commands.event("session_end").json().path("session_id").asText());
        }
        var all = Wire.ok(200, server.get(shop.ana, "/workers/anas-worker/sessions"))
                .path("items");
        assertEquals(List.of(second, first), Wire.texts(all, "session_id"));
        assertEquals(List.of("terminated", "active"), Wire.texts(all, "status"));
        assertEquals("A trip", all.path(1).path("title").asText());
        var live = Wire.ok(200, server.get(shop.worker, "/worker/sessions")).path("items");
        assertEquals(List.of(first), Wire.texts(live, "session_id"));
        Wire.problem(
                409,
                "session-ended",
                server.post(shop.ana, "/worker-sessions/" + second + "/messages", "{\"content\":\"Hello?\"}"));
    }

    @Test
    void commands_go_on_where_the_worker_was() {
        var place = "";
        try (var commands = server.stream(shop.worker, "/worker/commands?last_event_id=earliest")) {
            shop.session();
            place = commands.event("session_start").id();
        }
        var second = shop.session();
        shop.sent(second, "Hello?");
        var request = server.request(shop.worker, "/worker/commands").header("Last-Event-ID", place);
        try (var commands = server.stream(request.GET())) {
            commands.event("hello");
            assertEquals(
                    second,
                    commands.event("session_start").json().path("session_id").asText());
            assertEquals(
                    second, commands.event("message").json().path("session_id").asText());
        }
        var lost = server.request(shop.worker, "/worker/commands").header("Last-Event-ID", "nonsense");
        try (var commands = server.stream(lost.GET())) {
            commands.event("gap");
            var snapshot = commands.event("snapshot").json();
            assertEquals(2, snapshot.path("worker_sessions").size());
            assertEquals(1, snapshot.path("replies").size());
        }
    }

    @Test
    void the_user_sees_whether_the_worker_is_there() {
        try (var log = server.stream(shop.ana, "/me/events")) {
            log.event("hello");
            assertEquals("online", status(shop.post("/worker/heartbeat", "{}")));
            assertEquals(
                    "anas-worker",
                    log.event("worker_online").json().path("worker_id").asText());
            assertEquals(
                    "online", shop.sent(shop.session(), "Hello?").path("worker").asText());

            shop.clock.forward(Duration.ofSeconds(91));

            log.event("worker_offline");
        }
        shop.post("/worker/heartbeat", "{}");
        assertEquals("offline", status(shop.post("/worker/leave", "{}")));
    }

    @Test
    void sessions_of_two_users_never_meet() {
        var bens = shop.hired(shop.ben, "bens-worker", 10);
        var ticket = shop.held();

        assertEquals(204, server.post(bens, "/worker/claim", "{}").statusCode());
        var path = "/worker/replies/" + ticket.path("reply_id").asText() + "/chunks";
        Wire.problem(404, "not-found", server.post(bens, path, "{\"fence\":1,\"offset\":0,\"text\":\"x\"}"));
        var session = ticket.path("session_id").asText();
        Wire.problem(404, "not-found", server.get(bens, "/worker/sessions/" + session));
        Wire.problem(404, "not-found", server.get(shop.ben, "/worker-sessions/" + session));
        Wire.problem(404, "not-found", server.post(shop.ben, "/workers/anas-worker/sessions", "{}"));
        assertEquals(Optional.empty(), shop.claimed("none"));
        assertFalse(shop.messages(session).toString().contains("x\""));
    }

    /** Cut anywhere between characters, sent again, and from where an old answer ended. */
    @Test
    void whatever_a_worker_sends_twice_the_answer_is_the_pieces_joined() {
        var random = new Random(20_261_121);
        for (var round = 0; round < 10; round++) {
            var text = random.ints(40, 0, 4)
                    .mapToObj(kind ->
                            List.of("a", "\u00e9", "\u6d77", "\ud83d\ude00").get(kind))
                    .collect(Collectors.joining());
            var ticket = shop.held();
            for (var end = 0; end < text.length(); ) {
                var from = random.nextInt(3) == 0 ? 0 : end;
                var to = text.offsetByCodePoints(
                        end, Math.min(1 + random.nextInt(6), text.codePointCount(end, text.length())));
                if (from < end) {
                    assertEquals(end, Workshop.ok(shop.chunk(ticket, from, text.substring(from, end))));
                }
                end = Workshop.ok(shop.chunk(ticket, end, text.substring(end, to)));
                assertEquals(to, end);
            }
            assertEquals(200, shop.complete(ticket, text).status());
            assertEquals(text, shop.said(ticket.path("session_id").asText()).get(1));
        }
    }

    private static String status(Answer answer) {
        assertEquals(200, answer.status(), answer::body);
        JsonNode worker = Wire.json(answer.body());
        return worker.path("status").asText();
    }
}
