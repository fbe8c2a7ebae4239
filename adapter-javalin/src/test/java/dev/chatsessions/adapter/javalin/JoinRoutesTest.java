package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.BuiltInAssistant;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinRoutesTest {

    private static final Caller ANA = Caller.user("ana");

    private static final URI PAGE = URI.create("https://chat.example.org/join?lang=de");

    private final TestServer server = new TestServer(
            BuiltInAssistant.instant(), settings -> settings, plugin -> plugin.joinPage(PAGE, new DrawnText()));

    private final String ana = server.token("ana");

    private final SessionId session = server.chat
            .sessions()
            .start(ANA, SessionStart.of(SessionKind.SHARED), RequestKey.none())
            .id();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_invitation_is_a_token_a_link_and_what_cameras_read() {
        var invitation = invited("{\"admission\":\"read_write\",\"ttl\":60}");

        assertEquals(
                List.of("token", "token_id", "admission", "expires_at", "link", "qr_svg", "qr_png"),
                Wire.names(invitation));
        var link = PAGE + "#" + invitation.path("token").asText();
        assertEquals(link, invitation.path("link").asText());
        assertEquals("<svg>" + link + "</svg>", invitation.path("qr_svg").asText());
        assertTrue(invitation.path("qr_png").asText().startsWith("data:image/png;base64,"));
        assertEquals("read_write", invitation.path("admission").asText());
    }

    @Test
    void who_comes_in_is_a_guest_of_that_session_and_may_come_back() {
        var joined = Wire.ok(200, join(invited("{\"admission\":\"read_write\"}")));

        assertEquals(List.of("session_id", "token", "token_id", "expires_at", "permissions"), Wire.names(joined));
        assertEquals(session.toString(), joined.path("session_id").asText());
        assertEquals("[\"read\",\"write\"]", joined.path("permissions").toString());
        var guest = joined.path("token").asText();
        assertEquals(
                "guest", Wire.ok(200, server.get(guest, "/me")).path("role").asText());
        try (var stream = server.stream(guest, "/sessions/" + session + "/events")) {
            assertEquals("hello", stream.event().type());
        }
    }

    @Test
    void a_join_token_is_good_once() {
        var invitation = invited("{}");
        Wire.ok(200, join(invitation));

        Wire.problem(410, "join-token-used", join(invitation));
    }

    @Test
    void a_join_token_is_no_credential_and_what_is_made_up_opens_nothing() {
        var invitation = invited("{}");

        Wire.problem(401, "unauthenticated", server.get(invitation.path("token").asText(), "/me"));
        Wire.problem(401, "unauthenticated", joinWith("{\"token\":\"cs_j_made-up\"}"));
        Wire.problem(401, "unauthenticated", joinWith("{\"token\":\"" + ana + "\"}"));
        Wire.problem(422, "validation-failed", joinWith("{}"));
    }

    @Test
    void invitations_are_listed_without_their_secrets_and_taken_back() {
        var first = invited("{}");
        var second = invited("{}");
        Wire.ok(200, join(first));

        var page = Wire.ok(200, server.get(ana, path() + "?limit=1"));
        assertEquals(List.of(second.path("token_id").asText()), Wire.texts(page.path("items"), "token_id"));
        assertTrue(page.path("items").path(0).path("redeemed_at").isNull());
        assertFalse(page.toString().contains("cs_j_"));
        var rest = Wire.ok(
                200,
                server.get(ana, path() + "?cursor=" + page.path("next_cursor").asText()));
        assertEquals(List.of(first.path("token_id").asText()), Wire.texts(rest.path("items"), "token_id"));
        assertFalse(rest.path("items").path(0).path("redeemed_at").isNull());

        var one = path() + "/" + second.path("token_id").asText();
        assertEquals(204, server.delete(ana, one).statusCode());
        assertEquals(204, server.delete(ana, one).statusCode());
        Wire.problem(401, "unauthenticated", join(second));
        Wire.problem(404, "not-found", server.delete(ana, path() + "/no-id"));
    }

    @Test
    void a_guest_who_is_sent_away_is_told_so_on_his_open_stream() {
        var invitation = invited("{}");
        var guest = Wire.ok(200, join(invitation)).path("token").asText();

        try (var stream = server.stream(guest, "/sessions/" + session + "/events")) {
            stream.event("hello");
            server.delete(ana, path() + "/" + invitation.path("token_id").asText());

            assertEquals(
                    "token-revoked", stream.event("error").json().path("code").asText());
        }
        Wire.problem(401, "unauthenticated", server.get(guest, "/me"));
    }

    @Test
    void a_guest_whose_session_ends_hears_the_end_and_is_nobody_then() {
        var guest = Wire.ok(200, join(invited("{}"))).path("token").asText();

        try (var stream = server.stream(guest, "/sessions/" + session + "/events")) {
            stream.event("hello");
            server.chat.sessions().end(ANA, session, ExpectedVersion.any());

            assertEquals(
                    "terminated",
                    stream.event("session_changed").json().path("status").asText());
            assertEquals(
                    "session_ended", stream.event("end").json().path("reason").asText());
        }
    }

    @Test
    void a_repeated_invitation_is_not_shown_again() {
        var request =
                server.request(ana, path()).header("Idempotency-Key", "same").POST(BodyPublishers.noBody());
        Wire.ok(201, server.send(request));

        Wire.problem(409, "already-issued", server.send(request));
    }

    @Test
    void what_is_asked_for_has_bounds() {
        for (var body : List.of("{\"ttl\":0}", "{\"ttl\":86401}", "{\"ttl\":\"1\"}", "{\"admission\":\"write\"}")) {
            Wire.problem(422, "validation-failed", server.post(ana, path(), body));
        }
        Wire.problem(404, "not-found", server.post(ana, "/sessions/no-id/join-tokens", "{}"));
    }

    @Test
    void a_page_has_an_address_of_its_own() {
        for (var address : List.of("/join", "https://chat.example.org/join#here")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ChatSessionsPlugin.serving(server.chat).joinPage(URI.create(address)));
        }
    }

    private JsonNode invited(String body) {
        return Wire.ok(201, server.post(ana, path(), body));
    }

    private HttpResponse<String> join(JsonNode invitation) {
        return joinWith("{\"token\":\"" + invitation.path("token").asText() + "\"}");
    }

    private HttpResponse<String> joinWith(String body) {
        return server.send(HttpRequest.newBuilder(server.uri("/join"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private String path() {
        return "/sessions/" + session + "/join-tokens";
    }

    /** Shows what it was to draw. */
    private static final class DrawnText implements QrCodes {

        @Override
        public String svg(String text) {
            return "<svg>" + text + "</svg>";
        }

        @Override
        public byte[] png(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
