package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.Wire.ok;
import static dev.chatsessions.adapter.javalin.Wire.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.Caller;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.BuiltInAssistant;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.ThreadStart;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The plugin as a guest on a host's own Javalin. */
class PluginTest {

    private final InMemoryStorage storage = InMemoryStorage.create();

    private final SessionCore chat = SessionCore.builder()
            .storage(storage)
            .assistant(BuiltInAssistant.instant())
            .build();

    private final Javalin host = Javalin.create(config -> {
        config.startup.showJavalinBanner = false;
        config.routes.get("/shop", ctx -> ctx.result("open"));
        config.routes.get("/broken", ctx -> {
            throw new IllegalArgumentException("the host's own");
        });
        config.routes.exception(
                IllegalArgumentException.class,
                (failure, ctx) -> ctx.status(418).result("handled by the host"));
        config.registerPlugin(ChatSessionsPlugin.serving(chat)
                .under("/support")
                .routes(RouteGroup.CHAT, RouteGroup.SESSIONS)
                .callers(ctx -> Optional.ofNullable(ctx.header("X-Login")).map(Caller::user))
                .build());
    });

    private final HttpClient client = HttpClient.newHttpClient();

    PluginTest() {
        host.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        host.stop();
        chat.close();
        storage.close();
    }

    @Test
    void the_hosts_login_says_who_calls() {
        var answer = send(request("/support/chat")
                .header("X-Login", "ana")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"hi\"}")));

        assertEquals("user-ana", ok(200, answer).path("thread_id").asText());
        problem(401, "unauthenticated", send(request("/support/me")));
        problem(401, "unauthenticated", send(request("/support/me").header("Authorization", "Bearer anything")));
    }

    @Test
    void a_login_that_a_browser_brings_by_itself_is_not_for_other_sites() {
        problem(
                403,
                "csrf-rejected",
                send(request("/support/me")
                        .header("X-Login", "ana")
                        .header("Cookie", "host-session=1")
                        .header("Sec-Fetch-Site", "cross-site")));
    }

    @Test
    void only_the_chosen_groups_are_there() {
        ok(200, send(request("/support/me").header("X-Login", "ana")));
        problem(404, "not-found", send(request("/support/health")));
        problem(404, "not-found", send(request("/support/admin/tokens").POST(BodyPublishers.noBody())));
    }

    @Test
    void below_its_path_the_plugin_answers_what_nobody_has_and_elsewhere_the_host_does() {
        problem(404, "not-found", send(request("/support/nowhere")));
        problem(405, "method-not-allowed", send(request("/support/me").PUT(BodyPublishers.noBody())));
        assertEquals("open", send(request("/shop")).body());
        assertEquals("handled by the host", send(request("/broken")).body());
        assertEquals(
                "Endpoint GET /nowhere not found", send(request("/nowhere")).body());
    }

    @Test
    void a_websocket_of_ours_and_one_of_the_hosts_are_beside_each_other() {
        var both = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.ws("/shop/prices", ws -> ws.onConnect(ctx -> ctx.send("1.99")));
            config.registerPlugin(ChatSessionsPlugin.serving(chat)
                    .under("/support")
                    .routes(RouteGroup.LIVE)
                    .callers(ctx -> Optional.ofNullable(ctx.header("X-Login")).map(Caller::user))
                    .build());
        });
        both.start("127.0.0.1", 0);
        var ana = Caller.user("ana");
        var session =
                chat.sessions().open(ana, SessionStart.of(SessionKind.CHAT).withKey("chat"));
        chat.threads().open(ana, session.id(), ThreadStart.of("user-ana"));
        try (var prices = SocketStream.open(both.port(), "/shop/prices");
                var ours = SocketStream.open(both.port(), "/support/threads/user-ana/events", "X-Login: ana");
                var stranger = SocketStream.open(both.port(), "/support/threads/user-ana/events");
                var none = SocketStream.open(both.port(), "/support/threads/user-ana/none")) {
            assertEquals("1.99", prices.message().text());
            assertEquals("hello", ours.message().type());
            assertEquals(4401, stranger.closeCode());
            assertEquals(404, none.status);
        } finally {
            both.stop();
        }
    }

    @Test
    void a_path_that_is_none_is_refused() {
        var builder = ChatSessionsPlugin.serving(chat);

        assertThrows(IllegalArgumentException.class, () -> builder.under("support"));
        assertThrows(IllegalArgumentException.class, () -> builder.under("/support/"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError("the server did not answer", failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        }
    }
}
