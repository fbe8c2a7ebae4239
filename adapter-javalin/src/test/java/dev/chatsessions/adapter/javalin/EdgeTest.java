package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.Wire.ok;
import static dev.chatsessions.adapter.javalin.Wire.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.javalin.HttpSettings.RateLimit;
import dev.chatsessions.core.BuiltInAssistant;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class EdgeTest {

    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private static final String APP = "https://app.example";

    private final TestServer server =
            new TestServer(BuiltInAssistant.instant(), settings -> settings.origins(Set.of(APP)), options -> options);

    private final String ana = server.token("ana");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_sane_request_id_is_kept_and_any_other_replaced() {
        var kept = server.send(
                server.request(ana, "/me").header("X-Request-Id", "trace-1.a_B").GET());
        var replaced = server.send(
                server.request(ana, "/me").header("X-Request-Id", "a b\tc").GET());

        assertEquals("trace-1.a_B", header(kept, "X-Request-Id"));
        assertNotEquals("a b\tc", header(replaced, "X-Request-Id"));
        assertFalse(header(replaced, "X-Request-Id").isEmpty());
    }

    @Test
    void the_cookie_is_as_good_as_the_header() {
        assertEquals(
                "ana", ok(200, server.send(cookie("/me").GET())).path("user_id").asText());
    }

    @Test
    void a_page_of_another_site_cannot_use_the_cookie() {
        problem(
                403,
                "csrf-rejected",
                server.send(cookie("/me").header("Sec-Fetch-Site", "cross-site").GET()));
        problem(
                403,
                "csrf-rejected",
                server.send(cookie("/me").header("Sec-Fetch-Site", "same-site").GET()));
        problem(
                403,
                "csrf-rejected",
                server.send(cookie("/me").header("Origin", "null").GET()));
        problem(
                403,
                "csrf-rejected",
                server.send(
                        cookie("/me").header("Origin", "https://evil.example").GET()));
        problem(
                403,
                "csrf-rejected",
                server.send(cookie("/chat/stop")
                        .header("Origin", "https://evil.example")
                        .POST(BodyPublishers.noBody())));

        ok(
                200,
                server.send(cookie("/me")
                        .header("Origin", "http://127.0.0.1:" + server.port())
                        .GET()));
        ok(
                200,
                server.send(
                        cookie("/me").header("Sec-Fetch-Site", "same-origin").GET()));
        ok(
                200,
                server.send(server.request(ana, "/me")
                        .header("Sec-Fetch-Site", "cross-site")
                        .GET()));
    }

    @Test
    void only_a_listed_origin_may_read_the_answer() {
        var listed =
                server.send(server.request(ana, "/me").header("Origin", APP).GET());
        var other = server.send(server.request(ana, "/me")
                .header("Origin", APP + ".evil.example")
                .GET());

        assertEquals(APP, header(listed, "Access-Control-Allow-Origin"));
        assertEquals("true", header(listed, "Access-Control-Allow-Credentials"));
        assertEquals("Origin", header(listed, "Vary"));
        assertEquals("", header(other, "Access-Control-Allow-Origin"));
        assertEquals("Origin", header(other, "Vary"));
    }

    @Test
    void a_listed_page_may_read_what_is_refused_too() {
        var unknown = server.send(
                server.request(ana, "/no/such/path").header("Origin", APP).GET());
        var otherMethod =
                server.send(server.request(ana, "/me").header("Origin", APP).method("PUT", BodyPublishers.noBody()));

        assertEquals(404, unknown.statusCode());
        assertEquals(APP, header(unknown, "Access-Control-Allow-Origin"));
        assertEquals(405, otherMethod.statusCode());
        assertEquals(APP, header(otherMethod, "Access-Control-Allow-Origin"));
    }

    @Test
    void a_browser_is_told_before_what_a_listed_page_may_send() {
        var preflight = server.send(HttpRequest.newBuilder(server.uri("/chat/history"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", APP)
                .header("Access-Control-Request-Method", "DELETE"));

        assertEquals(204, preflight.statusCode());
        assertEquals("GET, HEAD, DELETE, OPTIONS", header(preflight, "Access-Control-Allow-Methods"));
        assertTrue(header(preflight, "Access-Control-Allow-Headers").contains("Authorization"));
        assertEquals(APP, header(preflight, "Access-Control-Allow-Origin"));
    }

    @Test
    void signing_out_revokes_the_token_and_takes_the_cookie_back() {
        var out = server.send(cookie("/auth/sign-out").POST(BodyPublishers.noBody()));

        assertEquals(204, out.statusCode());
        assertTrue(header(out, "Set-Cookie").startsWith("sid=; Max-Age=0"));
        problem(401, "unauthenticated", server.get(ana, "/me"));
    }

    @Test
    void a_token_becomes_a_cookie_that_no_script_reads_and_no_other_site_sends() {
        var signedIn = server.send(server.request(ana, "/auth/session").POST(BodyPublishers.noBody()));

        assertEquals(204, signedIn.statusCode());
        var cookie = header(signedIn, "Set-Cookie");
        assertTrue(cookie.matches("sid=[^;]+; Expires=[^;]+ GMT; Path=/; HttpOnly; SameSite=Strict"), cookie);
        assertEquals(
                "ana",
                ok(
                                200,
                                server.send(HttpRequest.newBuilder(server.uri("/me"))
                                        .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                                        .GET()))
                        .path("user_id")
                        .asText());
    }

    @Test
    void a_cookie_is_not_traded_for_another() {
        problem(401, "unauthenticated", server.send(cookie("/auth/session").POST(BodyPublishers.noBody())));
    }

    @Test
    void over_https_the_cookie_is_of_this_host_alone() {
        var cookie = new SignInCookie(true).holding("secret", Optional.of(Instant.parse("2026-01-02T03:04:05Z")));

        assertEquals(
                "__Host-sid=secret; Expires=Fri, 2 Jan 2026 03:04:05 GMT; Path=/; HttpOnly; SameSite=Strict; Secure",
                cookie);
    }

    @Test
    void a_login_that_was_not_issued_cannot_sign_out() {
        problem(
                409,
                "not-revocable",
                server.send(
                        server.request(TestServer.ADMIN_TOKEN, "/auth/sign-out").POST(BodyPublishers.noBody())));
    }

    @Test
    void admins_issue_and_revoke_tokens() {
        var issued =
                ok(201, server.post(TestServer.ADMIN_TOKEN, "/admin/tokens", "{\"user_id\":\"ben\",\"ttl\":3600}"));
        var token = issued.path("token").asText();

        assertEquals("ben", ok(200, server.get(token, "/me")).path("user_id").asText());
        assertEquals(
                204,
                server.delete(
                                TestServer.ADMIN_TOKEN,
                                "/admin/tokens/" + issued.path("token_id").asText())
                        .statusCode());
        problem(401, "unauthenticated", server.get(token, "/me"));
    }

    @Test
    void an_issued_admin_is_one_and_owns_no_chat() {
        var issued = ok(
                201, server.post(TestServer.ADMIN_TOKEN, "/admin/tokens", "{\"user_id\":\"ops\",\"role\":\"admin\"}"));
        var ops = issued.path("token").asText();

        assertEquals("admin", ok(200, server.get(ops, "/me")).path("role").asText());
        problem(403, "forbidden", server.post(ops, "/chat", "{\"message\":\"hi\"}"));
    }

    @Test
    void a_repeated_issue_does_not_show_the_secret_again() {
        var request = server.request(TestServer.ADMIN_TOKEN, "/admin/tokens")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "key-1")
                .POST(BodyPublishers.ofString("{\"user_id\":\"ben\"}"));
        ok(201, server.send(request));

        problem(409, "already-issued", server.send(request));
    }

    @Test
    void a_caller_who_calls_too_often_is_told_when_to_come_back() {
        try (var strict = new TestServer(
                BuiltInAssistant.instant(),
                settings -> settings.perCaller(new RateLimit(2, Duration.ofHours(1))),
                options -> options)) {
            var token = strict.token("ana");
            ok(200, strict.get(token, "/me"));
            ok(200, strict.get(token, "/me"));

            var refused = strict.get(token, "/me");

            problem(429, "rate-limited", refused);
            assertTrue(Integer.parseInt(header(refused, "Retry-After")) > 60);
            ok(200, strict.get(strict.token("ben"), "/me"));
        }
    }

    @Test
    void an_address_that_calls_too_often_is_refused_before_it_is_asked_who_it_is() {
        try (var strict = new TestServer(
                BuiltInAssistant.instant(),
                settings -> settings.perAddress(new RateLimit(1, Duration.ofHours(1))),
                options -> options)) {
            problem(401, "unauthenticated", strict.get("guess-1", "/me"));
            problem(429, "rate-limited", strict.get("guess-2", "/me"));
        }
    }

    @Test
    void the_access_log_has_the_route_and_nothing_that_was_sent() {
        try (var logs = new RecordedLogs()) {
            server.send(server.request(ana, "/threads/secret-key/events?last_event_id=secret-query")
                    .header("X-Request-Id", "trace-1")
                    .GET());
            assertTrue(
                    logs.nextAccess()
                            .matches(
                                    "method=GET route=/threads/\\{id}/events status=404 ms=[0-9]+ request_id=trace-1 answered"));
            server.send(server.request(ana, "/secret-path").GET());
            assertTrue(logs.nextAccess().startsWith("method=GET route=unknown status=404 "));
            server.post(ana, "/chat", "{\"message\":\"secret-text\"}");

            assertTrue(logs.nextAccess()
                    .matches("method=POST route=/chat status=200 ms=[0-9]+ reply_id=" + ID + " request_id=" + ID
                            + " session_id=" + ID + " thread_id=" + ID + " answered"));
            assertFalse(logs.all().contains("secret"), logs::all);
            assertFalse(logs.all().contains(ana), logs::all);
        }
    }

    @Test
    void what_else_is_logged_while_a_request_is_handled_has_its_ids_and_nothing_has_them_afterwards() {
        var threads = new ConcurrentLinkedQueue<Map<String, String>>();
        var asking = new ConcurrentLinkedQueue<Map<String, String>>();
        try (var observed = new TestServer(
                (turn, sink) -> sink.text("hello"),
                settings -> settings,
                options -> options.observer(new HttpObserver() {
                            @Override
                            public Exchange begun(Request request) {
                                threads.add(fields());
                                return new Exchange() {
                                    @Override
                                    public Optional<String> traceId() {
                                        return Optional.of("4bf92f3577b34da6a3ce929d0e0e4736");
                                    }

                                    @Override
                                    public void handled(int status) {
                                        threads.add(fields());
                                    }
                                };
                            }
                        })
                        .callers(ctx -> {
                            asking.add(fields());
                            return Optional.of(Caller.user("ana"));
                        }))) {
            var session = UUID.randomUUID();
            observed.send(observed.request("-", "/sessions/" + session)
                    .header("X-Request-Id", "trace-1")
                    .GET());

            assertEquals(
                    List.of(Map.of(
                            "request_id", "trace-1",
                            "session_id", session.toString(),
                            "trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")),
                    List.copyOf(asking));
            assertEquals(List.of(Map.of(), Map.of()), List.copyOf(threads));
        }
    }

    private static Map<String, String> fields() {
        return Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
    }

    @Test
    void a_stream_is_logged_when_it_is_over() {
        try (var logs = new RecordedLogs()) {
            ok(200, server.post(ana, "/chat", "{\"message\":\"hi\"}"));
            logs.nextAccess();
            try (var stream = server.stream(ana, "/threads/user-ana/events")) {
                stream.event("hello");
                server.plugin.drain();
                stream.rest();
            }

            assertTrue(logs.nextAccess().startsWith("method=GET route=/threads/{id}/events status=200 "));
        }
    }

    @Test
    void a_failure_of_ours_is_logged_under_its_request_id_and_told_without_words() {
        try (var broken = new TestServer(
                        BuiltInAssistant.instant(),
                        settings -> settings,
                        options -> options.ready(() -> {
                            throw new IllegalStateException("the inner secret");
                        }));
                var logs = new RecordedLogs()) {
            var failed = broken.send(broken.request("-", "/ready").GET());

            var body = problem(500, "internal-error", failed);
            assertFalse(failed.body().contains("secret"));
            assertTrue(
                    logs.all().contains("request_id=" + body.path("request_id").asText() + " failed"));
        }
    }

    @Test
    void a_lost_storage_is_logged_with_its_cause_once_and_told_without_it() {
        var storage = new FailingStorage(InMemoryStorage.create());
        try (var cut = new TestServer(storage, BuiltInAssistant.instant(), settings -> settings, options -> options);
                var logs = new RecordedLogs()) {
            var token = cut.token("ana");
            storage.lose();

            var failed = cut.post(token, "/chat", "{\"message\":\"secret-text\"}");

            var body = problem(503, "storage-unavailable", failed);
            assertEquals("1", header(failed, "Retry-After"));
            assertFalse(failed.body().contains("wire"), failed::body);
            var told = logs.withCauses();
            assertEquals(1, told.size(), told::toString);
            assertTrue(told.get(0)
                    .startsWith("WARN request_id=" + body.path("request_id").asText()
                            + " was answered storage-unavailable"));
            assertTrue(told.get(0).contains("the wire was cut"), told::toString);
            assertFalse(logs.all().contains("secret-text"), logs::all);
        }
    }

    @Test
    void a_server_that_is_not_ready_fills_no_log() {
        try (var logs = new RecordedLogs()) {
            server.plugin.drain();

            problem(503, "not-ready", server.get("-", "/ready"));

            assertTrue(logs.withCauses().isEmpty());
        }
    }

    @Test
    void a_body_that_breaks_off_or_is_sent_wrongly_is_the_clients_fault() {
        var head = "POST /chat HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ana
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

        var wrong = Answer.toRaw(server.port(), head + "zz\r\n{}\r\n0\r\n\r\n");

        assertEquals(400, wrong.status(), wrong::body);
        assertTrue(wrong.body().contains("malformed-request"), wrong::body);
    }

    @Test
    void a_query_that_is_not_text_is_refused_on_every_route() {
        var broken = List.of(
                "a=%zz",
                "%zz", "a=%", "a=%1", "a=%+1", "a=%ff", "%c0%af=1", "a=%ed%a0%80", "a=%00", "%00", "b=1&a=%f0%9f");
        var paths = List.of("/me", "/me/sessions", "/chat/history", "/chat/sessions", "/chat/stream", "/health");

        for (var path : paths) {
            for (var query : broken) {
                var answer = raw(path + "?" + query);
                assertEquals(400, answer.status(), () -> path + "?" + query + " " + answer.body());
                assertTrue(answer.body().contains("\"invalid-parameter\""), answer::body);
            }
        }
        assertTrue(raw("/chat/history?thread_id=%ff").body().contains("\"#/thread_id\""));
    }

    @Test
    void a_query_that_is_text_is_read_as_it_was_meant() {
        for (var query : List.of("", "&", "a", "=", "a=", "a=b=c", "%61=%2B&&a=+", "a=%F0%9F%98%80", "a=%EF%BF%BD")) {
            assertEquals(200, raw("/me?" + query).status(), query);
        }
        var named = ok(200, server.get(ana, "/chat/history?thread%5Fid=a+%C3%BC%2b%25"));

        assertEquals("a \u00fc+%", named.path("thread_id").asText());
    }

    @Test
    void a_body_of_two_types_is_of_none() {
        var body = "{\"message\":\"hi\"}";
        for (var second : List.of("text/plain", "application/json")) {
            var answer = Answer.toRaw(
                    server.port(),
                    "POST /chat HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ana
                            + "\r\nContent-Type: application/json\r\nContent-Type: " + second
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

            assertEquals(415, answer.status(), answer::body);
            assertTrue(answer.body().contains("\"unsupported-media-type\""), answer::body);
        }
    }

    @Test
    void a_server_is_ready_until_it_drains() {
        assertEquals("{\"status\":\"up\"}", ok(200, server.get("-", "/health")).toString());
        ok(200, server.get("-", "/ready"));

        server.plugin.drain();

        ok(200, server.get("-", "/health"));
        var refused = server.get("-", "/ready");
        problem(503, "not-ready", refused);
        assertEquals("1", header(refused, "Retry-After"));
    }

    /** An address that the JDK's client would not send. */
    private Answer raw(String target) {
        return Answer.toRaw(
                server.port(), "GET " + target + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ana + "\r\n\r\n");
    }

    private HttpRequest.Builder cookie(String path) {
        return HttpRequest.newBuilder(server.uri(path)).header("Cookie", "other=1; sid=" + ana);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
