package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.MachineId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.PermissionId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.BuiltInAssistant;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.join.Admission;
import dev.chatsessions.permission.PermissionKind;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.IssuedSecret;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.Segment;
import dev.chatsessions.worker.WorkerApplication;
import dev.chatsessions.worker.WorkerSessionStart;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route against everybody. The rows come from the routes that are installed; a route without a row fails. Ana owns
 * what the rows ask for; her canary must not come up in any answer to anybody else, nor Ben's, and neither in a log.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {

    private static final String ASKED = "call-1";

    private static final String CANARY = "canary-of-ana-7f3b";

    private static final String CANARY_OF_BEN = "canary-of-ben-91c4";

    private static final String REQUEST_ID = "same-for-all";

    private static final Caller.User ANA = Caller.user("ana");

    private static final Caller.User BEN = Caller.user("ben");

    private static final Caller CARL = Caller.user("carl");

    /** Nobody, revoked, another user, an admin, a worker, a guest of another session, a guest of Ana's session. */
    private static final List<String> VISITORS =
            List.of("nobody", "revoked", "ben", "admin", "worker", "stranger", "guest");

    private static final Map<String, List<Integer>> EXPECTED = new LinkedHashMap<>();

    static {
        expect("GET /api/chat-sessions", 401, 401, 200, 403, 403, 403, 403);
        expect("POST /api/chat-sessions", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /api/chat-sessions/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("PATCH /api/chat-sessions/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("DELETE /api/chat-sessions/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /api/chat-sessions/{id}/messages", 401, 401, 404, 403, 403, 403, 403);
        expect("POST /api/chat-sessions/{id}/messages", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /api/requests", 401, 401, 200, 403, 403, 403, 403);
        expect("POST /api/requests", 401, 401, 201, 403, 403, 403, 403);
        expect("GET /api/requests/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("PATCH /api/requests/{id}", 401, 401, 404, 403, 403, 403, 403);
        // What is everybody's own: others get their own and never Ana's; who has none is refused.
        expect("POST /chat", 401, 401, 200, 403, 403, 403, 403);
        expect("POST /chat/stream", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /chat/stream", 401, 401, 204, 403, 403, 403, 403);
        expect("POST /chat/stop", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /chat/history", 401, 401, 200, 403, 403, 403, 403);
        expect("DELETE /chat/history", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /chat/sessions", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /me", 401, 401, 200, 200, 200, 200, 200);
        expect("GET /me/export", 401, 401, 200, 403, 403, 403, 403);
        expect("DELETE /me", 401, 401, 202, 403, 403, 403, 403);
        expect("GET /me/sessions", 401, 401, 200, 403, 403, 403, 403);
        expect("POST /link/{provider}/start", 401, 401, 200, 403, 403, 403, 403);
        expect("POST /link/{provider}/confirm", 401, 401, 400, 403, 403, 403, 403);
        expect("GET /link/{provider}", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /usage/me", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /conversations", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /conversations/current", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /conversations/current/stream", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /me/preferences", 401, 401, 200, 403, 403, 403, 403);
        expect("PATCH /me/preferences", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /me/diagnosis", 401, 401, 200, 403, 403, 403, 403);
        expect("POST /webhook-secrets", 401, 401, 201, 201, 403, 403, 403);
        expect("GET /webhook-secrets", 401, 401, 200, 200, 403, 403, 403);
        expect("POST /auth/session", 401, 401, 204, 204, 204, 204, 204);
        expect("POST /auth/sign-out", 401, 401, 204, 204, 204, 204, 204);
        expect("POST /auth/sign-out-everywhere", 401, 401, 204, 403, 403, 403, 403);
        // What is Ana's, by its id.
        expect("GET /sessions/{id}", 401, 401, 404, 200, 404, 404, 200);
        expect("PATCH /sessions/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("POST /sessions/{id}/end", 401, 401, 404, 200, 403, 403, 403);
        expect("POST /sessions/{id}/extend", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /sessions/{id}/presence", 401, 401, 404, 200, 404, 404, 200);
        expect("GET /sessions/{id}/state", 401, 401, 404, 403, 404, 404, 200);
        expect("PATCH /sessions/{id}/state", 401, 401, 404, 403, 403, 404, 200);
        expect("GET /sessions/{id}/events", 401, 401, 404, 403, 404, 404, 200);
        expect("GET /threads/{id}/events", 401, 401, 404, 403, 404, 404, 200);
        expect("GET /threads/{id}/messages/{message}", 401, 401, 404, 403, 404, 404, 200);
        expect("DELETE /link/{provider}/{device}", 401, 401, 404, 403, 403, 403, 403);
        expect("POST /sessions/{id}/join-tokens", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /sessions/{id}/join-tokens", 401, 401, 404, 403, 403, 403, 403);
        expect("DELETE /sessions/{id}/join-tokens/{token}", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /conversations/{id}/messages", 401, 401, 404, 403, 404, 404, 404);
        expect("POST /conversations/{id}/messages", 401, 401, 404, 403, 403, 403, 403);
        expect("DELETE /webhook-secrets/{id}", 401, 401, 404, 404, 403, 403, 403);
        // The same on a WebSocket, where 4401 is what it was closed with.
        expect("WS /sessions/{id}/events", 4401, 4401, 404, 403, 404, 404, 101);
        expect("WS /threads/{id}/events", 4401, 4401, 404, 403, 404, 404, 101);
        // A session of one's own, and a guest's the one he was invited to.
        expect("WS /ws", 4401, 4401, 101, 403, 403, 101, 101);
        // What a secret alone opens, and none of them has it.
        expect("POST /join", 401, 401, 401, 401, 401, 401, 401);
        // What users do with their own workers and the sessions on them.
        expect("POST /workers/approve", 401, 401, 400, 403, 403, 403, 403);
        expect("POST /workers/deny", 401, 401, 400, 403, 403, 403, 403);
        expect("GET /workers", 401, 401, 200, 403, 403, 403, 403);
        expect("GET /workers/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("PATCH /workers/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("DELETE /workers/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("POST /workers/{id}/sessions", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /workers/{id}/sessions", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /worker-sessions/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("PATCH /worker-sessions/{id}", 401, 401, 404, 403, 403, 403, 403);
        expect("POST /worker-sessions/{id}/messages", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /worker-sessions/{id}/messages", 401, 401, 404, 403, 403, 403, 403);
        expect("POST /worker-sessions/{id}/stop", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /replies/{id}/permissions", 401, 401, 404, 403, 403, 403, 403);
        expect("POST /replies/{id}/permissions/{request}", 401, 401, 404, 403, 403, 403, 403);
        expect("GET /me/events", 401, 401, 200, 403, 403, 403, 403);
        expect("WS /me/events", 4401, 4401, 101, 403, 403, 403, 403);
        // What workers do, and this one is Ben's.
        expect("GET /worker", 401, 401, 403, 403, 200, 403, 403);
        expect("POST /worker/token", 401, 401, 403, 403, 200, 403, 403);
        expect("POST /worker/heartbeat", 401, 401, 403, 403, 200, 403, 403);
        expect("POST /worker/leave", 401, 401, 403, 403, 200, 403, 403);
        expect("GET /worker/sessions", 401, 401, 403, 403, 200, 403, 403);
        expect("GET /worker/sessions/{id}", 401, 401, 403, 403, 404, 403, 403);
        expect("GET /worker/sessions/{id}/messages", 401, 401, 403, 403, 404, 403, 403);
        expect("POST /worker/sessions/{id}/ready", 401, 401, 403, 403, 404, 403, 403);
        expect("POST /worker/claim", 401, 401, 403, 403, 204, 403, 403);
        expect("POST /worker/replies/{id}/chunks", 401, 401, 403, 403, 404, 403, 403);
        expect("POST /worker/replies/{id}/status", 401, 401, 403, 403, 404, 403, 403);
        expect("POST /worker/replies/{id}/permissions", 401, 401, 403, 403, 404, 403, 403);
        expect("POST /worker/replies/{id}/heartbeat", 401, 401, 403, 403, 404, 403, 403);
        expect("POST /worker/replies/{id}/complete", 401, 401, 403, 403, 404, 403, 403);
        expect("POST /worker/replies/{id}/fail", 401, 401, 403, 403, 404, 403, 403);
        expect("GET /worker/commands", 401, 401, 403, 403, 200, 403, 403);
        expect("WS /worker/commands", 4401, 4401, 403, 403, 101, 403, 403);
        // Programs that want to be somebody's worker come without a token.
        expect("POST /workers/register", 201, 201, 201, 201, 201, 201, 201);
        expect("POST /workers/token", 400, 400, 400, 400, 400, 400, 400);
        // What is for admins.
        expect("GET /sessions", 401, 401, 403, 200, 403, 403, 403);
        expect("GET /admin/sessions", 401, 401, 403, 200, 403, 403, 403);
        expect("POST /admin/tokens", 401, 401, 403, 201, 403, 403, 403);
        expect("DELETE /admin/tokens/{id}", 401, 401, 403, 204, 403, 403, 403);
        expect("POST /admin/users/{id}/sign-out-everywhere", 401, 401, 403, 204, 403, 403, 403);
        expect("POST /admin/users/{id}/import", 401, 401, 403, 200, 403, 403, 403);
        expect("GET /admin/retention", 401, 401, 403, 200, 403, 403, 403);
        expect("GET /admin/retention/plan", 401, 401, 403, 200, 403, 403, 403);
        expect("GET /admin/users/{id}/erasure", 401, 401, 403, 404, 403, 403, 403);
        expect("DELETE /admin/users/{id}/erasure", 401, 401, 403, 404, 403, 403, 403);
        expect("DELETE /admin/users/{id}", 401, 401, 403, 202, 403, 403, 403);
        expect("GET /admin/usage/leaders", 401, 401, 403, 200, 403, 403, 403);
        expect("GET /admin/users/{id}/usage", 401, 401, 403, 200, 403, 403, 403);
        expect("GET /admin/users/activity", 401, 401, 403, 200, 403, 403, 403);
        expect("GET /admin/users/messages", 401, 401, 403, 200, 403, 403, 403);
        expect("GET /admin/conversations/recent", 401, 401, 403, 400, 403, 403, 403);
        expect("GET /admin/budgets", 401, 401, 403, 200, 403, 403, 403);
        expect("PUT /admin/budgets", 401, 401, 403, 200, 403, 403, 403);
        expect("DELETE /admin/budgets", 401, 401, 403, 400, 403, 403, 403);
        // What is for devices, whoever else calls: without a secret that is good for one, nobody gets through.
        expect("POST /omi-webhook", 401, 401, 401, 401, 401, 401, 401);
        expect("POST /omi-webhook/{secret}", 401, 401, 401, 401, 401, 401, 401);
        // What is for everybody.
        expect("GET /omi-webhook/setup-completed", 200, 200, 200, 200, 200, 200, 200);
        expect("GET /health", 200, 200, 200, 200, 200, 200, 200);
        expect("GET /ready", 200, 200, 200, 200, 200, 200, 200);
        // What says what there is, and of nobody's.
        expect("GET /openapi.json", 200, 200, 200, 200, 200, 200, 200);
        expect("GET /asyncapi.json", 200, 200, 200, 200, 200, 200, 200);
        expect("GET /docs", 200, 200, 200, 200, 200, 200, 200);
        expect("GET /docs/style.css", 200, 200, 200, 200, 200, 200, 200);
    }

    private static final String ANAS_DEVICE = "device-of-" + CANARY;

    private final Map<SessionId, TokenId> guests = new HashMap<>();

    private final RecordedLogs logs = new RecordedLogs();

    private final TestServer server =
            new TestServer(BuiltInAssistant.instant(), settings -> settings.unlimitedRate(), options -> options);

    private final String ana = server.token("ana");

    private final String ben = server.token("ben");

    private final SessionId session = chatOf(ANA, ana, CANARY);

    private final SessionId sessionOfCarl = server.chat
            .sessions()
            .start(CARL, SessionStart.of(SessionKind.SHARED), RequestKey.none())
            .id();

    private final String thread = threadOf(ANA, session, "user-ana");

    private final String anasCode = linked(ana, ANAS_DEVICE);

    private final String anasWorkflow = kept("/api/chat-sessions", "{\"current_step\":\"" + CANARY + "\"}");

    private final String anasRequest = kept("/api/requests", "{\"want\":\"" + CANARY + "\"}");

    private final Caller.Worker bensWorker = hired(BEN, "worker-1");

    private final String anasWorker = hired(ANA, "worker-of-ana").id().value();

    private final String anasSessionOnWorker = sessionOnWorker();

    private final String anasHeldReply = heldReply();

    private final ThreadId conversation = heard(ANA, ana, "a-device-of-ana", CANARY);

    private final IssuedSecret anasSecret =
            server.chat.webhookSecrets().issue(ANA, LinkRoutes.OMI, SecretKind.PATH, RequestKey.none());

    private final TokenId anasToken = server.issue("ana", Duration.ofHours(1)).id();

    private final IssuedToken anasInvitation =
            server.chat.joinTokens().issue(ANA, session, Admission.READ, Optional.empty(), RequestKey.none());

    private static void expect(String route, Integer... statuses) {
        EXPECTED.put(route, List.of(statuses));
    }

    private SessionId chatOf(Caller owner, String token, String canary) {
        server.post(token, "/chat", "{\"message\":\"" + canary + "\"}");
        var sessions = server.chat.sessions();
        var found = sessions.findByKey(owner, SessionKind.CHAT, "chat").orElseThrow();
        sessions.rename(owner, found.id(), Optional.of(canary), ExpectedVersion.any());
        return found.id();
    }

    /** Keeps something of Ana's and tells its id. */
    private String kept(String path, String json) {
        return Wire.json(server.post(ana, path, json)).path("id").asText();
    }

    /** Links the device with who shows the token, and tells the code that did it. */
    private String linked(String token, String device) {
        server.post(token, "/link/omi/start", "{\"omi_user_id\":\"" + device + "\"}");
        var code = server.told.nextFor(device);
        var confirmed = server.post(
                token, "/link/omi/confirm", "{\"omi_user_id\":\"" + device + "\",\"code\":\"" + code + "\"}");
        assertEquals(200, confirmed.statusCode(), confirmed::body);
        return code;
    }

    /** What a device hears once it is linked, in the conversation that becomes its owner's current one. */
    private ThreadId heard(Caller owner, String token, String uid, String canary) {
        linked(token, uid);
        var device = new DeviceId(LinkRoutes.OMI, uid);
        var said = new Segment(Optional.empty(), canary, Optional.empty(), true, Duration.ZERO, Duration.ofSeconds(1));
        var delivery = new Delivery(LinkRoutes.OMI, Optional.of(device), uid, List.of(said), 0);
        server.chat.webhooks().deliver(new Caller.Device(device), delivery, RequestKey.none());
        return server.chat.webhooks().current(owner).orElseThrow().thread().id();
    }

    private String threadOf(Caller owner, SessionId of, String key) {
        return server.chat
                .threads()
                .findByKey(owner, of, key)
                .orElseThrow()
                .id()
                .toString();
    }

    @AfterAll
    void stop() {
        server.close();
        logs.close();
    }

    record Cell(String route, String visitor, int expected) {
        @Override
        public String toString() {
            return route + " by " + visitor;
        }
    }

    Stream<Cell> cells() {
        return Stream.concat(
                routes().flatMap(route -> cells(route, route)),
                gets().flatMap(route -> cells(route, route.replace("GET ", "HEAD "))));
    }

    /** Whoever gets nothing from a GET gets nothing from a HEAD. */
    private static Stream<Cell> cells(String row, String route) {
        var expected = EXPECTED.getOrDefault(row, List.of());
        return expected.isEmpty()
                ? Stream.of(new Cell(route, "nobody", -1))
                : VISITORS.stream().map(who -> new Cell(route, who, expected.get(VISITORS.indexOf(who))));
    }

    private Stream<String> routes() {
        return server.plugin.routes().stream().map(Route::name);
    }

    private Stream<String> sockets() {
        return routes().filter(route -> route.startsWith("WS "));
    }

    private Stream<String> gets() {
        return routes().filter(route -> route.startsWith("GET "));
    }

    @Test
    void every_route_has_a_row_and_every_row_a_route() {
        assertEquals(new TreeSet<>(routes().toList()), new TreeSet<>(EXPECTED.keySet()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void everybody_gets_what_is_theirs_and_no_more(Cell cell) {
        var path = cell.route().substring(cell.route().indexOf(' ') + 1);
        var answer = call(visitor(cell), method(cell), anas(path), bodyFor(cell, path));

        assertEquals(cell.expected(), answer.status(), answer::body);
        if (!cell.visitor().equals("guest")) {
            assertFalse(answer.toString().contains(CANARY), answer::toString);
        }
        if (!cell.visitor().equals("ben")) {
            assertFalse(answer.toString().contains(CANARY_OF_BEN), answer::toString);
        }
        requireSilentLogs();
    }

    /** Whoever leaves for good, or everywhere, is somebody who did not come before. */
    private static String visitor(Cell cell) {
        var leaves = Set.of("DELETE /me", "POST /auth/sign-out-everywhere").contains(cell.route());
        return leaves && cell.visitor().equals("ben")
                ? "somebody-who-leaves-by-" + cell.route().replaceAll("[^A-Za-z]", "-")
                : cell.visitor();
    }

    /** Ana with Ben's ids is to Ben as Ben with hers is to her. */
    @Test
    void the_matrix_holds_the_other_way_round() {
        var hisSession = chatOf(BEN, ben, CANARY_OF_BEN);
        var hisThread = threadOf(BEN, hisSession, "user-ben");
        linked(ben, "device-of-" + CANARY_OF_BEN);
        var hisConversation = heard(BEN, ben, "a-device-of-ben", CANARY_OF_BEN);
        assertTrue(server.get(ben, "/chat/history").body().contains(CANARY_OF_BEN));
        assertTrue(server.get(ben, "/link/omi").body().contains(CANARY_OF_BEN));
        for (var route : Stream.concat(gets(), sockets()).toList()) {
            var path = route.substring(route.indexOf(' ') + 1);
            var his = path.replace("/conversations/{id}", "/conversations/" + hisConversation)
                    .replace("{id}", path.startsWith("/threads") ? hisThread : hisSession.toString())
                    .replace("{provider}", "omi")
                    .replace("{message}", messageIn(BEN, hisThread));

            for (var method : route.startsWith("WS ") ? List.of("WS") : List.of("GET", "HEAD")) {
                var answer = call("ana", method, his, Optional.empty());

                assertEquals(EXPECTED.get(route).get(VISITORS.indexOf("ben")), answer.status(), route);
                assertFalse(answer.toString().contains(CANARY_OF_BEN), answer::toString);
            }
        }
        requireSilentLogs();
    }

    private void requireSilentLogs() {
        var all = logs.all();
        assertTrue(all.contains("route=/chat "), "nothing is recorded");
        for (var secret :
                List.of(CANARY, CANARY_OF_BEN, ana, ben, anasCode, anasInvitation.secret(), anasSecret.text())) {
            assertFalse(all.contains(secret), () -> secret + " is in a log");
        }
    }

    @Test
    void what_is_somebody_elses_reads_exactly_like_what_is_not_there() {
        var absent = UUID.randomUUID().toString();
        var place = anasPlace();
        var foreignPlace = place.replaceFirst("\\.[0-9a-f-]{36}\\.", "." + absent + ".");
        for (var who : List.of("ben", "worker", "stranger")) {
            for (var part : List.of("", "/state", "/state?key=k")) {
                same(who, "GET", "/sessions/" + session + part, "/sessions/" + absent + part);
            }
            same(who, "POST", "/sessions/" + session + "/end", "/sessions/" + absent + "/end");
            same(who, "GET", "/sessions/" + session + "/events", "/sessions/" + absent + "/events");
            same(who, "GET", "/threads/" + thread + "/events", "/threads/" + absent + "/events");
            same(who, "GET", "/threads/user-ana/events", "/threads/user-nobody/events");
            same(
                    who,
                    "GET",
                    "/threads/" + thread + "/messages/" + messageIn(ANA, thread),
                    "/threads/" + absent + "/messages/" + absent);
            same(who, "WS", "/sessions/" + session + "/events", "/sessions/" + absent + "/events");
            same(who, "WS", "/threads/" + thread + "/events", "/threads/" + absent + "/events");
            same(who, "WS", "/threads/user-ana/events", "/threads/user-nobody/events");
            same(who, "HEAD", "/threads/" + thread + "/events", "/threads/" + absent + "/events");
            same(who, "GET", "/sessions/" + session + "/join-tokens", "/sessions/" + absent + "/join-tokens");
            same(who, "POST", "/sessions/" + session + "/join-tokens", "/sessions/" + absent + "/join-tokens");
            same(
                    who,
                    "DELETE",
                    "/sessions/" + session + "/join-tokens/" + anasInvitation.id(),
                    "/sessions/" + absent + "/join-tokens/" + absent);
            for (var path : List.of("/api/chat-sessions/", "/api/requests/")) {
                same(who, "GET", path + (path.contains("requests") ? anasRequest : anasWorkflow), path + absent);
            }
            same(who, "DELETE", "/api/chat-sessions/" + anasWorkflow, "/api/chat-sessions/" + absent);
            for (var part : List.of("", "/messages")) {
                same(who, "GET", "/worker-sessions/" + anasSessionOnWorker + part, "/worker-sessions/" + absent + part);
                same(who, "GET", "/worker/sessions/" + anasSessionOnWorker + part, "/worker/sessions/" + absent + part);
            }
            same(
                    who,
                    "POST",
                    "/worker-sessions/" + anasSessionOnWorker + "/stop",
                    "/worker-sessions/" + absent + "/stop");
            for (var part : List.of("", "/sessions")) {
                same(who, "GET", "/workers/" + anasWorker + part, "/workers/" + absent + part);
            }
            same(who, "GET", "/replies/" + anasHeldReply + "/permissions", "/replies/" + absent + "/permissions");
            same(
                    who,
                    "POST",
                    "/replies/" + anasHeldReply + "/permissions/" + ASKED,
                    "/replies/" + absent + "/permissions/" + ASKED);
            same(who, "DELETE", "/workers/" + anasWorker, "/workers/" + absent);
            same(who, "POST", "/workers/" + anasWorker + "/sessions", "/workers/" + absent + "/sessions");
            same(who, "DELETE", "/link/omi/" + ANAS_DEVICE, "/link/omi/" + absent);
            same(who, "DELETE", "/admin/tokens/" + anasToken, "/admin/tokens/" + absent);
            same(who, "DELETE", "/webhook-secrets/" + anasSecret.secret().id(), "/webhook-secrets/" + absent);
            same(who, "GET", "/conversations/" + conversation + "/messages", "/conversations/" + absent + "/messages");
        }
        for (var key : List.of(thread, "user-ana")) {
            var nothing = key.equals(thread) ? absent : "user-nobody";
            same("ben", "GET", "/chat/history?thread_id=" + key, "/chat/history?thread_id=" + nothing);
            same("ben", "DELETE", "/chat/history?thread_id=" + key, "/chat/history?thread_id=" + nothing);
            same("ben", "GET", "/chat/sessions?thread_id=" + key, "/chat/sessions?thread_id=" + nothing);
            same("ben", "GET", "/chat/stream?thread_id=" + key, "/chat/stream?thread_id=" + nothing);
            for (var path : List.of("/chat", "/chat/stream", "/chat/stop")) {
                sameBody(path, "\"message\":\"hi\",\"thread_id\":\"" + key + "\"", key, nothing);
            }
        }
        for (var step : List.of("start", "confirm")) {
            var body = "{\"omi_user_id\":\"%s\",\"code\":\"123456\"}";
            var of = call("ben", "POST", "/link/omi/" + step, Optional.of(body.formatted(ANAS_DEVICE)));
            var no = call("ben", "POST", "/link/omi/" + step, Optional.of(body.formatted(absent)));
            assertEquals(no.comparable(), of.comparable());
        }
        sameBody("/conversations/" + conversation + "/messages", "\"text\":\"hi\"", conversation.toString(), absent);
        sameBody("/chat/stop", "\"reply_id\":\"" + anasReply(place) + "\"", anasReply(place), absent);
        same("ben", "GET", "/chat/stream?last_event_id=" + place, "/chat/stream?last_event_id=" + foreignPlace);
    }

    @Test
    void the_owner_does_see_her_own() {
        assertTrue(server.get(ana, "/chat/history").body().contains(CANARY));
        assertTrue(server.get(ana, "/me").body().contains(ANAS_DEVICE));
        assertTrue(server.get(ana, "/conversations/current").body().contains(CANARY));
        assertTrue(server.get(ana, "/me/diagnosis").body().contains(ANAS_DEVICE));
        assertTrue(server.get(ana, "/threads/user-ana/messages/" + messageIn(ANA, thread))
                .body()
                .contains(CANARY));
        try (var stream = server.stream(ana, "/threads/" + thread + "/events?last_event_id=earliest")) {
            assertTrue(stream.event("message_added").data().contains(CANARY));
        }
    }

    private void same(String who, String method, String foreign, String absent) {
        var of = call(who, method, foreign, Optional.empty());
        var no = call(who, method, absent, Optional.empty());

        assertEquals(no.comparable(), of.comparable(), who + " " + method + " " + foreign);
    }

    private void sameBody(String path, String fields, String foreign, String absent) {
        var of = call("ben", "POST", path, Optional.of("{" + fields + "}"));
        var no = call(
                "ben", "POST", path.replace(foreign, absent), Optional.of("{" + fields.replace(foreign, absent) + "}"));

        assertEquals(no.comparable(), of.comparable(), path + " " + fields);
        assertEquals(404, of.status());
    }

    private static String method(Cell cell) {
        return cell.route().substring(0, cell.route().indexOf(' '));
    }

    private String anasId(String path) {
        if (path.startsWith("/threads")) {
            return thread;
        }
        if (path.startsWith("/workers")) {
            return anasWorker;
        }
        if (path.startsWith("/replies")) {
            return anasHeldReply;
        }
        if (path.startsWith("/worker")) {
            return path.startsWith("/worker/replies") ? anasHeldReply : anasSessionOnWorker;
        }
        if (path.startsWith("/api")) {
            return path.startsWith("/api/requests") ? anasRequest : anasWorkflow;
        }
        if (path.endsWith("/end")) {
            return doomed().toString();
        }
        if (path.startsWith("/conversations")) {
            return conversation.toString();
        }
        if (path.startsWith("/webhook-secrets")) {
            return anasSecret.secret().id().toString();
        }
        if (path.startsWith("/admin/users")) {
            return path.matches(".*/(erasure|import|sign-out-everywhere)")
                    ? "somebody-who-is-here"
                    : "somebody-who-is-gone";
        }
        return path.startsWith("/admin") ? anasToken.toString() : session.toString();
    }

    private Caller.Worker hired(Caller.User user, String id) {
        var worker = new WorkerId(id);
        var application = new WorkerApplication(worker, new MachineId("machine"), user == ANA ? CANARY : "Ben's", 1);
        var code = server.chat.workers().register(application, Optional.empty()).userCode();
        server.chat.workers().approve(user, code, Optional.empty());
        return new Caller.Worker(worker);
    }

    private String sessionOnWorker() {
        var start =
                new WorkerSessionStart(Optional.of(CANARY), Optional.of(CANARY), Optional.empty(), Optional.empty());
        var started = server.chat.workers().start(ANA, new WorkerId(anasWorker), start, RequestKey.none());
        return started.session().id().toString();
    }

    private String heldReply() {
        server.post(ana, "/worker-sessions/" + anasSessionOnWorker + "/messages", "{\"content\":\"" + CANARY + "\"}");
        var worker = new Caller.Worker(new WorkerId(anasWorker));
        var ticket = server.chat.workers().claim(worker, 1).get(0);
        var question = new PermissionQuestion(
                new PermissionId(ASKED),
                CANARY,
                Optional.empty(),
                List.of(new PermissionOption("allow", CANARY, PermissionKind.ALLOW_ONCE)));
        server.chat.permissions().ask(worker, ticket.reply().id(), ticket.fence(), question);
        return ticket.reply().id().toString();
    }

    /** Another session of Ana's, which somebody may end. */
    private SessionId doomed() {
        var start = SessionStart.of(SessionKind.SHARED).withTitle(CANARY);
        return server.chat.sessions().start(ANA, start, RequestKey.none()).id();
    }

    private String anas(String path) {
        return path.replace("{id}", anasId(path))
                .replace("{provider}", "omi")
                .replace("{device}", ANAS_DEVICE)
                .replace("{token}", anasInvitation.id().toString())
                .replace("{request}", ASKED)
                .replace("{message}", messageIn(ANA, thread))
                .replace("{secret}", "a-guess");
    }

    private String messageIn(Caller owner, String in) {
        var newest = server.chat.threads().transcript(owner, ThreadId.parse(in), PageRequest.first(1));
        return newest.messages().get(0).id().toString();
    }

    private static Optional<String> bodyFor(Cell cell, String path) {
        var question = cell.visitor().equals("ben") ? CANARY_OF_BEN : "hello";
        return switch (path) {
            case "/chat", "/chat/stream" -> Optional.of("{\"message\":\"" + question + "\"}");
            case "/link/{provider}/start", "/link/{provider}/confirm" ->
                Optional.of("{\"omi_user_id\":\"" + ANAS_DEVICE + "\",\"code\":\"123456\"}");
            case "/join" -> Optional.of("{\"token\":\"cs_j_made-up\"}");
            case "/api/chat-sessions/{id}/messages" -> Optional.of("{\"content\":\"" + question + "\"}");
            case "/api/chat-sessions", "/api/chat-sessions/{id}" ->
                Optional.of("{\"current_step\":\"" + question + "\"}");
            case "/api/requests", "/api/requests/{id}" -> Optional.of("{\"want\":\"" + question + "\"}");
            case "/workers/register" ->
                Optional.of("{\"worker_id\":\"w\",\"machine_id\":\"m\",\"name\":\"" + question + "\"}");
            case "/workers/token" -> Optional.of("{\"device_code\":\"cs_r_made-up\"}");
            case "/workers/approve", "/workers/deny" -> Optional.of("{\"user_code\":\"BCDF-GHJK\"}");
            case "/workers/{id}" -> Optional.of("{\"name\":\"mine now\"}");
            case "/worker-sessions/{id}" -> Optional.of("{\"fails_after\":1}");
            case "/worker-sessions/{id}/messages" -> Optional.of("{\"content\":\"" + question + "\"}");
            case "/worker/replies/{id}/chunks",
                    "/worker/replies/{id}/status",
                    "/worker/replies/{id}/heartbeat",
                    "/worker/replies/{id}/complete",
                    "/worker/replies/{id}/fail" ->
                Optional.of("{\"fence\":1,\"offset\":0,\"text\":\"x\",\"status\":\"x\",\"reason\":\"x\"}");
            case "/worker/replies/{id}/permissions" ->
                Optional.of("{\"fence\":1,\"request_id\":\"mine\",\"title\":\"x\",\"options\":["
                        + "{\"option_id\":\"x\",\"name\":\"x\",\"kind\":\"allow_once\"}]}");
            case "/replies/{id}/permissions/{request}" -> Optional.of("{\"option_id\":\"allow\"}");
            case "/omi-webhook", "/omi-webhook/{secret}" ->
                Optional.of("{\"uid\":\"" + ANAS_DEVICE + "\",\"segments\":[]}");
            case "/webhook-secrets" -> Optional.of("{\"provider\":\"omi\",\"kind\":\"path\"}");
            case "/conversations/{id}/messages" -> Optional.of("{\"text\":\"" + question + "\"}");
            case "/me/preferences" -> Optional.of("{\"mute\":true}");
            case "/admin/budgets" -> Optional.of("{\"period\":\"month\",\"tokens\":1000000000}");
            case "/admin/users/{id}/import" -> Optional.of("{\"type\":\"end\"}");
            case "/admin/tokens" -> Optional.of("{\"user_id\":\"somebody\"}");
            case "/sessions/{id}" -> Optional.of("{\"title\":\"mine now\"}");
            case "/sessions/{id}/state" -> Optional.of("{\"key\":\"k\",\"value\":1}");
            default -> Optional.empty();
        };
    }

    private Answer call(String who, String method, String path, Optional<String> body) {
        if (method.equals("WS")) {
            return callSocket(path, token(who));
        }
        var request = HttpRequest.newBuilder(server.uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("X-Request-Id", REQUEST_ID)
                .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        if (body.isPresent() && !method.equals("GET")) {
            request.header("Content-Type", path.endsWith("/import") ? JsonLines.MEDIA_TYPE : "application/json");
        }
        token(who).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try (var stream = EventStream.open(server.port(), request.build())) {
            var events = "text/event-stream".equals(stream.headers.get("content-type"));
            return new Answer(
                    stream.status,
                    stream.headers,
                    method.equals("HEAD") ? "" : events ? eventsOf(stream) : stream.body());
        }
    }

    /** With the code that it was closed with as its status, where that was before anything was told. */
    private Answer callSocket(String path, Optional<String> token) {
        var credential = token.map(secret -> "Authorization: Bearer " + secret).orElse("X-None: none");
        try (var socket = SocketStream.open(server.port(), path, "X-Request-Id: " + REQUEST_ID, credential)) {
            if (socket.status != 101) {
                return new Answer(socket.status, socket.headers, socket.body());
            }
            var first = socket.message();
            return new Answer(
                    List.of("hello", "session").contains(first.type()) ? 101 : socket.closeCode(),
                    socket.headers,
                    first.text());
        }
    }

    /** Up to the end, or for a stream without one its first frame. */
    private static String eventsOf(EventStream stream) {
        var first = stream.event();
        var goesOn = first.type().equals("hello") || first.type().equals("connected");
        return goesOn ? first.data() : first.data() + stream.rest();
    }

    private Optional<String> token(String who) {
        return switch (who) {
            case "nobody" -> Optional.empty();
            case "revoked" -> {
                var token = server.issue("ana", Duration.ofHours(1));
                server.chat.administration().revoke(Caller.admin("test"), token.id());
                yield Optional.of(token.secret());
            }
            case "admin" -> issued(Caller.admin("ops"));
            case "worker" -> issued(bensWorker);
            case "stranger" -> invited(CARL, sessionOfCarl);
            case "guest" -> invited(ANA, session);
            default -> Optional.of(server.token(who));
        };
    }

    /** A guest as they come: by a join token of the session's owner, who has room for few and sends the last one away. */
    private Optional<String> invited(Caller owner, SessionId to) {
        var tokens = server.chat.joinTokens();
        Optional.ofNullable(guests.remove(to)).ifPresent(last -> tokens.revoke(owner, to, last));
        var token = tokens.issue(owner, to, Admission.READ_WRITE, Optional.empty(), RequestKey.none());
        var joined = tokens.redeem(new Credential.Bearer(token.secret()));
        guests.put(to, token.id());
        return Optional.of(joined.credential().secret());
    }

    private Optional<String> issued(Caller caller) {
        return Optional.of(server.chat
                .administration()
                .issue(Caller.admin("test"), new TokenRequest(caller, Duration.ofHours(1)), RequestKey.none())
                .secret());
    }

    /** The place after the last frame of an answer of Ana's. */
    private String anasPlace() {
        var request = server.request(ana, "/chat/stream")
                .header("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"" + CANARY + "\"}"));
        try (var stream = server.stream(request)) {
            return stream.event("token").id();
        }
    }

    private static String anasReply(String place) {
        return place.split("\\.")[1];
    }
}
