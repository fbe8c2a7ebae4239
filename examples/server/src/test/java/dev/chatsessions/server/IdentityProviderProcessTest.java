package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.adapter.nimbus.StubProvider;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one PostgreSQL that take the users of one identity provider. */
@Tag("not-the-jdk")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentityProviderProcessTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final DurablePostgres postgres = DurablePostgres.start();

    private final StubProvider provider = new StubProvider();

    private Cluster servers;

    @BeforeAll
    void start(@TempDir Path folder) {
        servers = Cluster.start(
                folder,
                2,
                postgres.url(),
                "--oidc-issuer=" + StubProvider.ISSUER,
                "--oidc-audience=" + StubProvider.AUDIENCE,
                "--oidc-jwks-url=" + provider.keys());
    }

    @AfterAll
    void stop() {
        servers.close();
        provider.close();
        postgres.close();
    }

    @Test
    void who_signs_out_everywhere_on_one_server_is_out_on_the_other() {
        var shown = provider.token("ann", Duration.ofHours(1));
        var unseen = provider.token("ann", Duration.ofHours(2));
        var ours = servers.token(StubProvider.ISSUER + "#ann");
        var bob = new ChatClient(servers.address(1), provider.token("bob", Duration.ofHours(1)));
        bob.chat("Hello");
        new ChatClient(servers.address(0), shown).chat("Hello");
        try (var theirs = new ChatClient(servers.address(1), shown).events(threadOf("ann"));
                var another = new ChatClient(servers.address(1), ours).events(threadOf("ann"));
                var bobs = bob.events(threadOf("bob"))) {
            for (var stream : List.of(theirs, another, bobs)) {
                assertTrue(stream.next().orElseThrow().is("hello"));
            }

            assertEquals(204, signOutEverywhere(shown).statusCode());

            for (var stream : List.of(theirs, another)) {
                var last = stream.rest();
                assertEquals(
                        "token-revoked",
                        last.get(last.size() - 1).data().path("code").asText());
            }
            for (var token : List.of(shown, unseen, ours)) {
                assertEquals(401, new ChatClient(servers.address(1), token).status("/me"));
            }
            bob.chat("Still here");
        }
    }

    @Test
    void a_token_ends_its_streams_when_it_ends() {
        new ChatClient(servers.address(0), provider.token("eve", Duration.ofHours(1))).chat("Hello");
        var token = provider.token("eve", Duration.ofSeconds(3));
        try (var stream = new ChatClient(servers.address(1), token).events(threadOf("eve"))) {
            var seen = stream.rest();

            assertEquals(
                    "token-expired",
                    seen.get(seen.size() - 1).data().path("code").asText());
        }
    }

    @Test
    void keys_are_rotated_while_the_servers_run() {
        var before = provider.token("zoe", Duration.ofHours(1));
        assertEquals(200, new ChatClient(servers.address(1), before).status("/me"));

        provider.rotate();

        assertEquals(200, new ChatClient(servers.address(1), provider.token("zoe", Duration.ofHours(1))).status("/me"));
        // What the provider said is believed for a moment.
        var stale = new ChatClient(servers.address(1), before);
        Patience.until(() -> stale.status("/me") == 401, () -> "the key before is good still");
    }

    @Test
    void a_page_trades_a_token_for_a_cookie_which_no_other_page_can_use() {
        var token = provider.token("ada", Duration.ofHours(1));
        var signedIn = send(request("/auth/session").header("Authorization", "Bearer " + token));
        assertEquals(204, signedIn.statusCode());
        var line = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(line.matches("__Host-sid=[^;]+; Expires=[^;]+; Path=/; HttpOnly; SameSite=Strict; Secure"), line);
        var cookie = line.substring(0, line.indexOf(';'));
        var own = servers.address(0).toString();

        for (var foreign : List.of("http://evil.example", own + "0", "null", own.replace("http", "https") + "x")) {
            assertEquals(
                    403,
                    send(request("/chat/stop").header("Cookie", cookie).header("Origin", foreign))
                            .statusCode());
        }
        for (var site : List.of("cross-site", "same-site", "anything")) {
            assertEquals(
                    403,
                    send(request("/chat/stop").header("Cookie", cookie).header("Sec-Fetch-Site", site))
                            .statusCode());
        }
        assertEquals(
                204,
                send(request("/auth/sign-out").header("Cookie", cookie).header("Origin", own))
                        .statusCode());
        assertEquals(401, new ChatClient(servers.address(0), token).status("/me"));
    }

    private static String threadOf(String subject) {
        return URLEncoder.encode("user-" + StubProvider.ISSUER + "#" + subject, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> signOutEverywhere(String token) {
        return send(request("/auth/sign-out-everywhere").header("Authorization", "Bearer " + token));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(servers.address(0) + path))
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.noBody());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError("the server did not answer", failed);
        }
    }
}
