package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.Wire.ok;
import static dev.chatsessions.adapter.javalin.Wire.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.UserId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.spi.IdentityProvider.Vouched;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users whom an identity provider vouches for, over HTTP; and signing out everywhere. */
@Timeout(60)
class IdentityProviderTest {

    private static final UserId ANA = UserId.of("https://login.example/realms/a", "ana");

    private final Map<String, Vouched> vouched = new ConcurrentHashMap<>();

    private final ScriptedAssistant assistant = new ScriptedAssistant();

    private final TestServer server = new TestServer(
            InMemoryStorage.create(),
            assistant,
            settings -> settings.secureCookies(true),
            builder -> builder,
            this::verify);

    @AfterEach
    void stop() {
        server.close();
    }

    private Optional<Vouched> verify(String token, Instant now) {
        if (token.equals("away")) {
            throw new Unavailable("identity-provider-unavailable", "the keys cannot be had");
        }
        return Optional.ofNullable(vouched.get(token)).filter(said -> now.isBefore(said.expiresAt()));
    }

    private String vouch(String token, Duration ttl) {
        vouched.put(token, new Vouched(ANA, Instant.now(), Instant.now().plus(ttl)));
        return token;
    }

    @Test
    void a_token_of_the_provider_opens_what_a_token_of_ours_does() {
        var token = vouch("a".repeat(2_000) + ".b.c", Duration.ofHours(1));

        var me = ok(200, server.get(token, "/me"));

        assertEquals("https://login.example/realms/a#ana", me.path("user_id").asText());
        assertEquals("user", me.path("role").asText());
        assertTrue(me.has("expires_at"), me::toString);
        assistant.say("pong").finish();
        assertEquals("pong", ask(token, "ping"));
        problem(401, "unauthenticated", server.get(token + "x", "/me"));
    }

    @Test
    void a_provider_that_cannot_tell_is_not_a_refusal_and_no_reason_to_believe_others_longer() {
        var token = vouch("a.b.c", Duration.ofHours(1));
        problem(503, "identity-provider-unavailable", server.get("away", "/me"));

        try (var held = server.stream(token, "/me/events");
                var ours = server.stream(server.token("ben"), "/me/events")) {
            held.event("hello");
            ours.event("hello");
            vouched.remove(token);
            assertEquals(
                    "token-revoked", held.event("error").json().path("code").asText());
        }
    }

    @Test
    void a_token_that_ends_ends_its_streams() {
        var ttl = Duration.ofMillis(1_200);
        var begun = Instant.now();
        try (var stream = server.stream(vouch("a.b.c", ttl), "/me/events");
                var other = server.stream(server.token("ben"), "/me/events")) {
            stream.event("hello");
            other.event("hello");

            var last = stream.event("error");

            assertEquals("token-expired", last.json().path("code").asText());
            assertTrue(Instant.now().isAfter(begun.plus(ttl)));
            assertTrue(stream.next().isEmpty());
            assertEquals(1, server.plugin.openStreams());
        }
    }

    @Test
    void a_token_of_the_provider_becomes_a_cookie_and_signs_out() {
        var token = vouch("a.b.c", Duration.ofHours(1));
        var signedIn = server.send(server.request(token, "/auth/session").POST(BodyPublishers.noBody()));

        assertEquals(204, signedIn.statusCode());
        assertTrue(
                cookie(signedIn)
                        .matches("__Host-sid=a\\.b\\.c; Expires=[^;]+; Path=/; HttpOnly; SameSite=Strict; Secure"),
                cookie(signedIn));
        assertEquals(
                204,
                server.send(server.request(token, "/auth/sign-out").POST(BodyPublishers.noBody()))
                        .statusCode());
        problem(401, "unauthenticated", server.get(token, "/me"));
    }

    @Test
    void a_browser_is_believed_no_cookie_that_another_host_may_have_set_for_it() {
        var token = server.token(ANA.value());

        assertEquals(200, withCookie("__Host-sid=" + token, "Sec-Fetch-Site", "same-origin"));
        assertEquals(401, withCookie("sid=" + token, "Sec-Fetch-Site", "same-origin"));
        assertEquals(200, withCookie("sid=" + token, "Accept", "application/json"));
    }

    private int withCookie(String cookie, String header, String value) {
        return server.send(HttpRequest.newBuilder(server.uri("/me"))
                        .header("Cookie", cookie)
                        .header(header, value))
                .statusCode();
    }

    @Test
    void a_token_too_long_for_a_cookie_is_not_traded_for_one_that_browsers_drop() {
        var token = vouch("a".repeat(4_090) + ".b.c", Duration.ofHours(1));

        problem(
                409,
                "token-too-long",
                server.send(server.request(token, "/auth/session").POST(BodyPublishers.noBody())));
    }

    @Test
    void signing_out_everywhere_ends_every_token_and_stream_of_the_user_and_no_others() {
        var shown = vouch("a.b.c", Duration.ofHours(1));
        var unseen = vouch("d.e.f", Duration.ofHours(1));
        var ours = server.token(ANA.value());
        var ben = server.token("ben");
        try (var one = server.stream(shown, "/me/events");
                var two = server.stream(ours, "/me/events");
                var other = server.stream(ben, "/me/events")) {
            one.event("hello");
            two.event("hello");
            other.event("hello");
            var out = server.send(
                    server.request(ours, "/auth/sign-out-everywhere").POST(BodyPublishers.noBody()));

            assertEquals(204, out.statusCode());
            assertTrue(cookie(out).startsWith("__Host-sid=; Max-Age=0"));
            for (var stream : new EventStream[] {one, two}) {
                assertEquals(
                        "token-revoked",
                        stream.event("error").json().path("code").asText());
            }
            for (var token : new String[] {shown, unseen, ours}) {
                problem(401, "unauthenticated", server.get(token, "/me"));
            }
            ok(200, server.get(ben, "/me"));
            assertEquals(1, server.plugin.openStreams());
        }
    }

    @Test
    void admins_sign_out_and_erase_a_user_whose_name_is_an_address() {
        var token = vouch("a.b.c", Duration.ofHours(1));
        var path = "/admin/users/" + URLEncoder.encode(ANA.value(), StandardCharsets.UTF_8);

        assertEquals(
                204,
                server.send(server.request(TestServer.ADMIN_TOKEN, path + "/sign-out-everywhere")
                                .POST(BodyPublishers.noBody()))
                        .statusCode());

        problem(401, "unauthenticated", server.get(token, "/me"));
        assertEquals(202, server.delete(TestServer.ADMIN_TOKEN, path).statusCode());
        ok(200, server.get(TestServer.ADMIN_TOKEN, path + "/erasure"));
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow();
    }

    private String ask(String token, String text) {
        return ok(200, server.post(token, "/chat", "{\"message\":\"" + text + "\"}"))
                .path("response")
                .asText();
    }
}
