package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.ClientId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionRoutesTest {

    private final Target target = new Target();

    private final String path = "/sessions/" + shared("Quotes");

    @AfterEach
    void stop() {
        target.close();
    }

    private String shared(String title) {
        var start = SessionStart.of(SessionKind.SHARED).withTitle(title);
        return target.server
                .chat
                .sessions()
                .start(Target.ANA, start, RequestKey.none())
                .id()
                .toString();
    }

    private Answer patch(String path, String body, String... headers) {
        var request = target.server
                .request(target.ana, path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body));
        return target.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static JsonNode json(Answer answer) {
        assertEquals(200, answer.status(), answer::body);
        return Wire.json(answer.body());
    }

    @Test
    void a_session_is_renamed_and_moved_by_who_saw_its_version() {
        assertEquals("\"1\"", target.get(path).headers().get("etag"));

        var renamed = patch(path, "{\"title\":\"Rates\"}", "If-Match", "\"1\"");
        assertEquals("Rates", json(renamed).path("title").asText());
        assertEquals("\"2\"", renamed.headers().get("etag"));
        assertEquals(
                412, patch(path, "{\"title\":\"Late\"}", "If-Match", "\"1\"").status());
        assertTrue(json(patch(path, "{\"title\":null}")).path("title").isNull());

        assertEquals(
                "paused",
                json(patch(path, "{\"status\":\"paused\"}")).path("status").asText());
        assertEquals(
                "active",
                json(patch(path, "{\"status\":\"active\"}")).path("status").asText());
        var ended = json(Answer.of(target.server.post(target.ana, path + "/end", "{}")));
        assertEquals("terminated", ended.path("status").asText());
        assertEquals(409, patch(path, "{\"status\":\"active\"}").status());
    }

    @Test
    void state_is_changed_key_by_key_and_told_with_its_versions() {
        var state = path + "/state";
        var put = patch(state, "{\"key\":\"option\",\"value\":{\"carrier\":\"FedEx\"}}", "If-Match", "\"0\"");
        var version = json(put).path("version").asText();
        assertEquals("\"" + version + "\"", put.headers().get("etag"));

        assertEquals(
                412,
                patch(state, "{\"key\":\"option\",\"value\":1}", "If-Match", "\"0\"")
                        .status());
        var merged = patch(state, "{\"key\":\"option\",\"patch\":{\"cost\":12.99}}", "If-Match", "\"" + version + "\"");
        assertEquals("12.99", json(merged).path("value").path("cost").asText());
        for (var i = 1; i < 3; i++) {
            assertEquals(
                    2,
                    json(patch(state, "{\"key\":\"n\",\"by\":2}", "Idempotency-Key", "k"))
                            .path("value")
                            .asInt());
        }

        var all = json(target.get(state));
        assertEquals("FedEx", all.path("state").path("option").path("carrier").asText());
        assertEquals(2, all.path("versions").size());
        var one = target.get(state + "?key=n");
        assertEquals(2, json(one).path("value").asInt());
        assertEquals(
                "\"" + all.path("versions").path("n").asText() + "\"",
                one.headers().get("etag"));
        assertTrue(json(patch(state, "{\"key\":\"n\",\"removed\":true}"))
                .path("removed")
                .asBoolean());
        assertEquals("\"0\"", target.get(state + "?key=n").headers().get("etag"));
    }

    @Test
    void extending_tells_the_session_as_it_is() {
        var extended = target.server.post(target.ana, path + "/extend", "{}");

        assertEquals("active", Wire.ok(200, extended).path("status").asText());
        assertEquals("\"1\"", extended.headers().firstValue("ETag").orElse(""));
    }

    @Test
    void what_is_changed_over_http_is_heard_on_the_websocket() {
        try (var client = new SharedClients(target).open("ana", "&session_id=" + path.replace("/sessions/", ""))) {
            json(patch(path + "/state", "{\"key\":\"k\",\"value\":[1]}"));
            assertEquals("k", client.message("state_changed").path("key").asText());
            json(Answer.of(target.server.post(target.ana, path + "/end", "{}")));
            assertEquals("session_changed", client.next().path("type").asText());
            assertEquals("end", client.next().path("type").asText());
            assertEquals(4410, client.socket().closeCode());
        }
    }

    @Test
    void who_is_there_is_told_to_whoever_may_see_the_session() {
        assertEquals(0, json(target.get(path + "/presence")).path("items").size());
        var clients = new SharedClients(target);
        var query = "&session_id=" + path.replace("/sessions/", "");
        try (var phone = clients.open("ana", query + "&client=phone");
                var page = clients.open("ana", query + "&client=page");
                var again = clients.open("ana", query + "&client=phone")) {
            assertEquals(phone.session(), page.session());
            assertEquals(phone.session(), again.session());
            var there = json(target.get(path + "/presence")).path("items");

            assertEquals(List.of("phone", "page"), there.findValuesAsText("client"));
            assertEquals(List.of("user:ana", "user:ana"), there.findValuesAsText("caller"));
            assertEquals(2, there.findValuesAsText("since").size());
            var operators = json(Answer.of(target.server.get(TestServer.ADMIN_TOKEN, "/sessions?kind=shared")));
            assertEquals(there, operators.path("sessions").get(0).path("clients"));
            assertEquals(
                    there,
                    json(target.get("/me/sessions?kind=shared"))
                            .path("items")
                            .get(0)
                            .path("clients"));
        }
    }

    @Test
    void operators_see_who_is_where_for_the_price_of_one_session() {
        var price = reads("/sessions?limit=1");
        for (var number = 0; number < 5; number++) {
            var session = SessionId.parse(shared("more"));
            target.server.chat.presence().enter(Target.ANA, session, new ClientId("phone"));
        }

        assertEquals(price, reads("/sessions"));
    }

    /** How often the storage is read for an answer. Others read it too, but not each time. */
    private int reads(String asked) {
        return IntStream.range(0, 10)
                .map(time -> {
                    var before = target.storage.reads();
                    json(Answer.of(target.server.get(TestServer.ADMIN_TOKEN, asked)));
                    return target.storage.reads() - before;
                })
                .min()
                .orElseThrow();
    }

    @Test
    void a_change_says_one_thing_in_words_that_are_known() {
        for (var body : List.of(
                "{}", "{\"title\":\"a\",\"status\":\"paused\"}", "{\"status\":\"idle\"}", "{\"status\":\"expired\"}")) {
            assertEquals(422, patch(path, body).status(), body);
        }
        for (var body : List.of(
                "{\"key\":\"k\"}",
                "{\"value\":1}",
                "{\"key\":\"k\",\"value\":1,\"by\":1}",
                "{\"key\":\"k\",\"removed\":false}")) {
            assertEquals(422, patch(path + "/state", body).status(), body);
        }
        for (var tag : List.of("*", "7", "W/\"7\"", "\"a\"", "\"1\", \"2\"")) {
            assertEquals(400, patch(path, "{\"title\":\"a\"}", "If-Match", tag).status(), tag);
        }
    }

    @Test
    void admins_see_all_sessions_page_by_page_but_not_what_they_are_called() {
        shared("Secret");
        json(patch(path + "/state", "{\"key\":\"k\",\"value\":1}"));
        var seen = new ArrayList<String>();
        var next = "/sessions?limit=1";
        while (!next.isEmpty()) {
            var answer = Answer.of(target.server.get(TestServer.ADMIN_TOKEN, next));
            assertFalse(answer.body().contains("Secret"), answer::body);
            var page = json(answer);
            assertEquals(1, page.path("count").asInt());
            var session = page.path("sessions").get(0);
            assertEquals("ana", session.path("user_id").asText());
            seen.add(session.path("kind").asText() + " "
                    + session.path("state_keys").asInt());
            var cursor = page.path("next_cursor").asText("");
            next = page.path("next_cursor").isNull() ? "" : "/admin/sessions?limit=1&cursor=" + cursor;
        }

        assertEquals(List.of("shared 0", "shared 1", "chat 0"), seen);
        assertEquals(
                2,
                json(Answer.of(target.server.get(TestServer.ADMIN_TOKEN, "/sessions?kind=shared")))
                        .path("count")
                        .asInt());
    }
}
