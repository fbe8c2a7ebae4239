package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.SessionId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.session.ExpectedVersion;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What is asked of {@code /ws} that it cannot give, and what is said there that cannot be done. */
record BadShared(Target target) {

    void addTo(BadInputRows rows) {
        rows.holds("S005", this::noLogHoldsTheToken);
        rows.holds("S013", this::foreignIsLikeUnknown);
        rows.holds("S014", this::endedIsReplaced);
        rows.holds("S015", BadShared::expiredIsReplaced);
        rows.holds("S054", this::endedTakesNothing);
        rows.holds("S055", this::contentIsChecked);
        rows.holds("S056", this::repeatedIsToldOnce);
    }

    private SharedClients.SharedClient open(String query) {
        return new SharedClients(target).open("ana", query);
    }

    private void noLogHoldsTheToken() {
        try (var logs = new RecordedLogs()) {
            try (var client = open("")) {
                client.say("{\"type\":\"ping\"}");
                client.message("pong");
            }
            try (var wrong = SocketStream.open(target.server.port(), "/ws?token=wrong-" + target.ana)) {
                assertEquals(4401, wrong.closeCode());
            }
            target.get("/ws?token=" + target.ana);
            assertTrue(logs.all().contains("route=/ws "), logs::all);
            assertFalse(logs.all().contains(target.ana), logs::all);
        }
    }

    /** But for what no two sessions share. */
    private static ObjectNode comparable(SharedClients.SharedClient client) {
        return ((ObjectNode) client.greeting())
                .deepCopy()
                .without(Set.of("session_id", "cursor", "head", "timestamp", "client"));
    }

    private void replacedLikeUnknown(String session) {
        try (var unknown = open("&session_id=" + UUID.randomUUID());
                var bad = open("&session_id=" + session)) {
            assertEquals("replaced", bad.greeting().path("opened").asText());
            assertEquals(comparable(unknown), comparable(bad));
            assertNotEquals(session, bad.session());
        }
    }

    private void foreignIsLikeUnknown() {
        try (var bens = new SharedClients(target).open("ben", "")) {
            replacedLikeUnknown(bens.session());
        }
        for (var session : List.of("", "nonsense", "..", target.session.toString())) {
            replacedLikeUnknown(session);
        }
    }

    private void endedIsReplaced() {
        try (var client = open("")) {
            end(client);
            replacedLikeUnknown(client.session());
        }
    }

    private void end(SharedClients.SharedClient client) {
        target.server.chat.sessions().end(Target.ANA, SessionId.parse(client.session()), ExpectedVersion.any());
    }

    private static void expiredIsReplaced() {
        var clock = new MovableClock();
        var storage = InMemoryStorage.builder().clock(clock).build();
        try (var own = new Target(storage, settings -> settings)) {
            var first = new SharedClients(own).open("ana", "");
            first.close();
            clock.forward(Duration.ofMinutes(59));
            try (var same =
                    new SharedClients(own).openWith(own.server.token("ana"), "&session_id=" + first.session())) {
                assertEquals("joined", same.greeting().path("opened").asText());
            }
            clock.forward(Duration.ofMinutes(121));
            try (var next =
                    new SharedClients(own).openWith(own.server.token("ana"), "&session_id=" + first.session())) {
                assertEquals("replaced", next.greeting().path("opened").asText());
                assertNotEquals(first.session(), next.session());
            }
        }
    }

    /** Completed, it may be taken up again, but is over for whoever is there. */
    private void endedTakesNothing() {
        try (var client = open("")) {
            target.server
                    .chat
                    .sessions()
                    .complete(Target.ANA, SessionId.parse(client.session()), ExpectedVersion.any());
            client.say("{\"type\":\"contextual_update\",\"text\":\"t\"}");
            assertEquals("session_ended", client.message("end").path("reason").asText());
            assertEquals(4410, client.socket().closeCode());
        }
    }

    private static void refused(SharedClients.SharedClient client, String code, String frame) {
        client.say(frame);
        var error = client.next();
        assertEquals("error", error.path("type").asText(), frame);
        assertEquals(code, error.path("code").asText(), frame);
        assertEquals(error.path("content"), error.path("payload").path("message"));
    }

    private void contentIsChecked() {
        try (var client = open("")) {
            for (var frame : List.of(
                    "\"type\":\"note\",\"text\":\"\\u0000\"",
                    "\"type\":\"note\",\"text\":\"\\ud800\"",
                    "\"type\":\"note\",\"text\":\"" + "x".repeat(16 * 1024) + "\"",
                    "\"type\":\"note\",\"a\":" + "[".repeat(8) + "]".repeat(8),
                    "\"type\":\"" + "n".repeat(65) + "\"",
                    "\"type\":\"note\",\"durable\":1",
                    "\"type\":\"note\",\"client_key\":\"\"",
                    "\"type\":\"set_session_state\",\"key\":\"k\"",
                    "\"type\":\"set_session_state\",\"key\":7,\"value\":1",
                    "\"type\":\"set_session_state\",\"key\":\"" + "k".repeat(201) + "\",\"value\":1",
                    "\"type\":\"set_session_state\",\"key\":\"k\",\"value\":1e2000",
                    "\"type\":\"set_session_state\",\"key\":\"k\",\"value\":1,\"expected_version\":-1",
                    "\"type\":\"merge_session_state\",\"key\":\"k\",\"patch\":[1]",
                    "\"type\":\"increment_session_state\",\"key\":\"k\",\"by\":\"1\"")) {
                refused(client, "validation-failed", "{" + frame + "}");
            }
            refused(client, "unknown-type", "{\"text\":\"no type\"}");
        }
    }

    private void repeatedIsToldOnce() {
        try (var client = open("")) {
            for (var i = 0; i < 2; i++) {
                client.say("{\"type\":\"note\",\"text\":\"t\",\"client_key\":\"k\",\"requestId\":\"r\"}");
                assertEquals("r", client.message("ack").path("requestId").asText());
            }
            client.say("{\"type\":\"note\",\"text\":\"other\",\"client_key\":\"k\"}");
            assertEquals(
                    "idempotency-key-reused",
                    client.message("error").path("code").asText());
            client.say("{\"type\":\"last\"}");
            assertEquals("last", client.message("last").path("type").asText());
        }
    }
}
