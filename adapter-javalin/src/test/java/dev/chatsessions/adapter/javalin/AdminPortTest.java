package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.Wire.ok;
import static dev.chatsessions.adapter.javalin.Wire.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.BuiltInAssistant;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.TokenRequest;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users and operators each on a Javalin of their own, over one and the same chat. */
class AdminPortTest {

    private final InMemoryStorage storage = InMemoryStorage.create();

    private final SessionCore chat = SessionCore.builder()
            .storage(storage)
            .assistant(BuiltInAssistant.instant())
            .adminToken(TestServer.ADMIN_TOKEN)
            .build();

    private final Javalin users = started(ChatSessionsPlugin.serving(chat).without(RouteGroup.ADMIN));

    private final Javalin operators =
            started(ChatSessionsPlugin.serving(chat).routes(RouteGroup.ADMIN, RouteGroup.SESSIONS));

    private final HttpClient client = HttpClient.newHttpClient();

    private static Javalin started(ChatSessionsPlugin.Builder plugin) {
        var javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            JettyProblems.install(config);
            config.registerPlugin(plugin.wholeServer().build());
        });
        return javalin.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        users.stop();
        operators.stop();
        chat.close();
        storage.close();
    }

    @Test
    void a_route_that_moved_is_like_one_that_nobody_has() {
        var moved = send(request(users, TestServer.ADMIN_TOKEN, "/admin/sessions"));
        var unknown = send(request(users, TestServer.ADMIN_TOKEN, "/no/such/route"));

        problem(404, "not-found", moved);
        assertEquals(unknown.body(), moved.body());
        assertEquals(
                new ArrayList<>(unknown.headers().map().keySet()),
                new ArrayList<>(moved.headers().map().keySet()));
        problem(404, "not-found", send(request(users, ana(), "/admin/tokens").POST(BodyPublishers.noBody())));
    }

    @Test
    void operators_work_at_theirs_and_what_a_document_has_them_ask_is_at_both() {
        ok(200, send(request(operators, TestServer.ADMIN_TOKEN, "/admin/sessions")));
        ok(200, send(request(operators, TestServer.ADMIN_TOKEN, "/sessions")));
        ok(200, send(request(users, TestServer.ADMIN_TOKEN, "/sessions")));
        problem(404, "not-found", send(request(operators, ana(), "/chat/history")));
    }

    @Test
    void who_is_no_admin_is_refused_alike() {
        var here = send(request(operators, ana(), "/admin/sessions"));
        var there = send(request(users, ana(), "/sessions"));

        problem(403, "forbidden", here);
        assertEquals(there.body(), here.body());
        problem(401, "unauthenticated", send(request(operators, "nobody", "/admin/sessions")));
        problem(
                405,
                "method-not-allowed",
                send(request(operators, ana(), "/admin/sessions").DELETE()));
    }

    @Test
    void who_is_signed_out_by_an_operator_is_so_at_once_where_users_are() {
        var ana = ana();
        try (var stream = EventStream.open(
                users.port(), request(users, ana, "/me/events").GET().build())) {
            stream.event("hello");

            var signedOut = send(request(operators, TestServer.ADMIN_TOKEN, "/admin/users/ana/sign-out-everywhere")
                    .POST(BodyPublishers.noBody()));

            assertEquals(204, signedOut.statusCode(), signedOut::body);
            stream.rest();
            problem(401, "unauthenticated", send(request(users, ana, "/me")));
        }
    }

    private String ana() {
        return chat.administration()
                .issue(
                        Caller.admin("test"),
                        new TokenRequest(Caller.user("ana"), Duration.ofHours(1)),
                        RequestKey.none())
                .secret();
    }

    private HttpRequest.Builder request(Javalin server, String token, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + token)
                .header("X-Request-Id", "same-for-all")
                .timeout(Duration.ofSeconds(20));
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
