package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.Caller;
import dev.chatsessions.SessionId;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The check lists of the document about workers, a test for each of its lines. */
class WorkerChecklistTest {

    private final Workshop shop = new Workshop();

    private final TestServer server = shop.server;

    @AfterEach
    void stop() {
        shop.close();
    }

    @Nested
    class EndToEndTesting {

        @Test
        void start_new_session_from_ui() {
            try (var commands = server.stream(shop.worker, "/worker/commands")) {
                commands.event("hello");

                var session = shop.session();

                var start = commands.event("session_start").json();
                assertEquals(session, start.path("session_id").asText());
                assertEquals("large", start.path("model").asText());
                var ready = shop.post("/worker/sessions/" + session + "/ready", "{}");
                assertEquals("active", Wire.json(ready.body()).path("status").asText());
                assertTrue(found(session).hasNonNull("ready_at"));
            }
        }

        @Test
        void send_message_and_receive_streaming_response() {
            var session = shop.session();
            try (var live = server.stream(shop.ana, "/sessions/" + session + "/events")) {
                live.event("hello");
                var ticket = shop.heldIn(session);

                Workshop.ok(shop.chunk(ticket, 0, "A boat"));
                assertEquals(
                        "A boat", live.event("reply_delta").json().path("text").asText());
                Workshop.ok(shop.chunk(ticket, 6, " and a star"));
                assertEquals(
                        " and a star",
                        live.event("reply_delta").json().path("text").asText());
                assertEquals(200, shop.complete(ticket, "A boat and a star").status());

                var finished = live.event("reply_finished").json();
                assertEquals(
                        "A boat and a star",
                        finished.path("message").path("content").asText());
            }
            assertEquals(List.of("What do you see?", "A boat and a star"), shop.said(session));
        }

        @Test
        void end_session_and_start_new_one() {
            var first = shop.session();
            answered(first, "What do you see?", "A boat");
            try (var commands = server.stream(shop.worker, "/worker/commands")) {
                commands.event("hello");

                Wire.ok(200, server.post(shop.ana, "/sessions/" + first + "/end", "{}"));
                var second = shop.session();

                assertEquals(
                        first,
                        commands.event("session_end").json().path("session_id").asText());
                assertEquals(
                        second,
                        commands.event("session_start")
                                .json()
                                .path("session_id")
                                .asText());
                assertEquals("terminated", found(first).path("status").asText());
                assertEquals(List.of(), shop.said(second));
                answered(second, "And now?", "A star");
                assertEquals(List.of("What do you see?", "A boat"), shop.said(first));
            }
        }

        @Test
        void resume_previous_session() {
            var session = shop.session();
            shop.post("/worker/sessions/" + session + "/ready", "{\"agent_session\":\"ses_1\"}");
            answered(session, "What do you see?", "A boat");
            change(session, "paused");
            assertEquals("idle", found(session).path("status").asText());
            try (var commands = server.stream(shop.worker, "/worker/commands")) {
                commands.event("hello");

                change(session, "active");

                assertEquals(
                        session,
                        commands.event("session_start")
                                .json()
                                .path("session_id")
                                .asText());
            }
            var restored = Wire.ok(200, server.get(shop.worker, "/worker/sessions/" + session));
            assertEquals("ses_1", restored.path("agent_session").asText());
            answered(session, "And now?", "A star");
            assertEquals(List.of("What do you see?", "A boat", "And now?", "A star"), shop.said(session));
        }

        @Test
        void handle_worker_offline_online_transitions() {
            var session = shop.session();
            try (var log = server.stream(shop.ana, "/me/events")) {
                log.event("hello");
                shop.post("/worker/heartbeat", "{}");
                log.event("worker_online");
                shop.clock.forward(Duration.ofSeconds(91));
                log.event("worker_offline");

                var first = shop.sent(session, "Are you there?");
                shop.sent(session, "And now?");
                assertEquals("offline", first.path("worker").asText());
                shop.post("/worker/heartbeat", "{}");
                log.event("worker_online");
            }
            for (var question : List.of("Are you there?", "And now?")) {
                var ticket = shop.claimed(session).orElseThrow();
                assertEquals(question, ticket.path("message").path("content").asText());
                assertEquals(200, shop.complete(ticket, "").status());
            }
        }

        @Test
        void handle_multiple_concurrent_sessions() {
            var tickets = new ArrayList<JsonNode>();
            for (var i = 0; i < 5; i++) {
                tickets.add(shop.held());
            }
            for (var piece = 0; piece < 3; piece++) {
                for (var ticket : tickets) {
                    Workshop.ok(shop.chunk(ticket, piece * 2, piece + "" + tickets.indexOf(ticket)));
                }
            }
            for (var ticket : tickets) {
                var own = tickets.indexOf(ticket);
                var text = "0" + own + "1" + own + "2" + own;
                assertEquals(200, shop.complete(ticket, text).status());
                assertEquals(
                        List.of("What do you see?", text),
                        shop.said(ticket.path("session_id").asText()));
            }
        }

        @Test
        void test_session_isolation_messages_dont_cross() {
            var first = shop.held();
            var second = shop.held();
            var session = first.path("session_id").asText();
            var place = "/sessions/" + second.path("session_id").asText() + "/events?last_event_id=earliest";
            try (var other = server.stream(shop.ana, place)) {
                Workshop.ok(shop.chunk(first, 0, "A secret"));
                assertEquals(200, shop.complete(first, "A secret").status());
                Workshop.ok(shop.chunk(second, 0, "A boat"));

                assertEquals(
                        "A boat", other.event("reply_delta").json().path("text").asText());
            }
            assertEquals(List.of("What do you see?", "A secret"), shop.said(session));
            var bens = shop.hired(shop.ben, "bens-worker", 10);
            assertEquals(204, server.post(bens, "/worker/claim", "{}").statusCode());
            Wire.problem(404, "not-found", server.get(shop.ben, "/worker-sessions/" + session + "/messages"));
        }
    }

    @Nested
    class ErrorHandling {

        @Test
        void worker_offline_during_message_send() {
            var session = shop.session();
            var path = "/worker-sessions/" + session;
            var patched = server.send(server.request(shop.ana, path)
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"fails_after\":60}")));
            assertEquals(60, Wire.ok(200, patched).path("fails_after").asInt());
            try (var live = server.stream(shop.ana, "/sessions/" + session + "/events")) {
                live.event("hello");
                var sent = shop.sent(session, "Are you there?");
                assertEquals("queued", sent.path("status").asText());
                assertEquals("offline", sent.path("worker").asText());

                shop.clock.forward(Duration.ofSeconds(61));

                var finished = live.event("reply_finished").json();
                assertEquals(sent.path("reply_id"), finished.path("reply_id"));
                assertEquals("failed", finished.path("finish_reason").asText());
                assertEquals(
                        "its worker was away for longer than 60 s",
                        finished.path("failure").asText());
            }
        }

        @Test
        void session_not_found_errors() {
            var unknown = UUID.randomUUID();
            Wire.problem(404, "not-found", server.get(shop.ana, "/worker-sessions/" + unknown));
            Wire.problem(
                    404,
                    "not-found",
                    server.post(shop.ana, "/worker-sessions/" + unknown + "/messages", "{\"content\":\"Hello?\"}"));
            Wire.problem(404, "not-found", server.get(shop.worker, "/worker/sessions/" + unknown));
            Wire.problem(404, "not-found", server.post(shop.worker, "/worker/sessions/" + unknown + "/ready", "{}"));
            Wire.problem(404, "not-found", server.post(shop.ana, "/workers/nobodys/sessions", "{}"));
            var deleted = shop.session();
            server.chat.sessions().delete(Caller.user("ana"), SessionId.parse(deleted));
            Wire.problem(410, "gone", server.get(shop.ana, "/worker-sessions/" + deleted));
        }

        @Test
        void opencode_process_crashes() {
            var ticket = shop.held();
            var session = ticket.path("session_id").asText();
            Workshop.ok(shop.chunk(ticket, 0, "A bo"));

            var failed = shop.write(ticket, "fail", "\"reason\":\"the agent ended with 137\"");

            assertEquals(200, failed.status(), failed::body);
            var answer = shop.messages(session).path(1);
            assertEquals("A bo", answer.path("content").asText());
            assertEquals("failed", answer.path("finish_reason").asText());
            answered(session, "And now?", "A star");
        }

        @Test
        void network_interruptions() {
            var session = shop.session();
            var ticket = shop.heldIn(session);
            var place = "";
            try (var live = server.stream(shop.ana, "/sessions/" + session + "/events")) {
                live.event("hello");
                Workshop.ok(shop.chunk(ticket, 0, "A boat"));
                place = live.event("reply_delta").id();
                live.cut();
            }
            Workshop.ok(shop.chunk(ticket, 6, " and a star"));
            assertEquals(200, shop.complete(ticket, "A boat and a star").status());
            var resumed =
                    server.request(shop.ana, "/sessions/" + session + "/events").header("Last-Event-ID", place);
            try (var live = server.stream(resumed.GET())) {
                live.event("hello");
                assertEquals(
                        " and a star",
                        live.event("reply_delta").json().path("text").asText());
                live.event("reply_finished");
            }
        }

        @Test
        void chunk_write_failures() {
            var ticket = shop.held();
            Workshop.ok(shop.chunk(ticket, 0, "A boat"));
            assertEquals(6, Workshop.ok(shop.chunk(ticket, 0, "A boat")), "a lost answer");
            var gap = shop.chunk(ticket, 9, "star");
            assertEquals("sequence-gap", Wire.json(gap.body()).path("code").asText());
            assertEquals(6, Wire.json(gap.body()).path("expected_offset").asInt());
            var other = shop.chunk(ticket, 0, "A goat");
            assertEquals("chunk-conflict", Wire.json(other.body()).path("code").asText());

            Workshop.ok(shop.chunk(ticket, 6, " and a star"));

            assertEquals(200, shop.complete(ticket, "A boat and a star").status());
        }
    }

    /** Two programs hold the same token: a copied folder, or one that was thought dead. */
    @Test
    void of_two_programs_under_one_identity_one_gives_the_answer_that_is_seen() {
        var session = shop.session();
        var early = shop.heldIn(session);
        assertTrue(shop.claimed(session).isEmpty(), "what one holds is not handed to the other");
        shop.leaseRunsOut();
        var late = shop.claimed(session).orElseThrow();
        assertEquals(early.path("reply_id"), late.path("reply_id"));
        var answers = new ArrayList<Answer>();

        answers.add(shop.chunk(early, 0, "A goat"));
        Workshop.ok(shop.chunk(late, 0, "A boat"));
        answers.add(shop.write(early, "heartbeat", ""));
        answers.add(shop.complete(early, "A goat"));
        assertEquals(200, shop.complete(late, "A boat").status());
        answers.add(shop.write(early, "fail", "\"reason\":\"late\""));

        for (var answer : answers) {
            assertEquals(409, answer.status(), answer::body);
            assertEquals("lease-lost", Wire.json(answer.body()).path("code").asText());
            assertEquals(late.path("fence"), Wire.json(answer.body()).path("current_fence"));
        }
        assertEquals(List.of("What do you see?", "A boat"), shop.said(session));
    }

    private JsonNode found(String session) {
        return Wire.ok(200, server.get(shop.ana, "/worker-sessions/" + session));
    }

    private void answered(String session, String question, String answer) {
        shop.sent(session, question);
        var ticket = shop.claimed(session).orElseThrow();
        Workshop.ok(shop.chunk(ticket, 0, answer));
        assertEquals(200, shop.complete(ticket, answer).status());
    }

    private void change(String session, String status) {
        var patched = server.send(server.request(shop.ana, "/sessions/" + session)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"status\":\"" + status + "\"}")));
        assertEquals(200, patched.statusCode(), patched.body());
    }
}
