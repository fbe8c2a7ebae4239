package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.BuiltInAssistant;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestRoutesTest {

    private final FailingStorage storage = new FailingStorage(InMemoryStorage.create());

    private final TestServer server = new TestServer(
            storage, BuiltInAssistant.instant(), settings -> settings.unlimitedRate(), options -> options);

    private final String ana = server.token("ana");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void however_many_requests_are_listed_the_storage_is_asked_as_often() {
        requested(2);
        var few = readsOfList(2);
        requested(30);

        assertEquals(few, readsOfList(32));
    }

    @Test
    void what_was_said_is_told_under_its_own_request() {
        requested(3);

        var list = Wire.ok(200, server.get(ana, "/api/requests?limit=2"));
        var next = Wire.ok(
                200,
                server.get(
                        ana,
                        "/api/requests?limit=2&cursor="
                                + list.path("next_cursor").asText()));

        assertEquals(List.of("about 2", "about 1"), Wire.texts(list.path("messages"), "content"));
        assertEquals(Wire.texts(list.path("requests"), "id"), Wire.texts(list.path("messages"), "request_id"));
        assertEquals(List.of("about 0"), Wire.texts(next.path("messages"), "content"));
        assertTrue(next.path("next_cursor").isMissingNode());
    }

    @Test
    void an_answer_holds_a_megabyte_of_what_was_said_and_not_all_of_it() {
        var request = requested(1).get(0);
        for (var conversation = 0; conversation < 3; conversation++) {
            var id = opened("long-" + conversation, request);
            for (var i = 0; i < 20; i++) {
                say(id, "a".repeat(30_000));
            }
        }

        var answer = server.get(ana, "/api/requests");

        assertTrue(answer.body().length() < 1_100_000, () -> answer.body().length() + " characters");
        assertTrue(answer.body().length() > 900_000, () -> answer.body().length() + " characters");
    }

    @Test
    void a_page_is_at_most_a_hundred_and_a_label_is_never_blank() {
        Wire.problem(400, "invalid-parameter", server.get(ana, "/api/requests?limit=101"));
        Wire.problem(400, "invalid-parameter", server.get(ana, "/api/requests?cursor=nonsense"));
        for (var blank : List.of("trip_id=", "trip_id=%20", "avinode_rfp_id=", "trip_id=" + "t".repeat(201))) {
            Wire.problem(400, "invalid-parameter", server.get(ana, "/api/chat-sessions?" + blank));
        }
    }

    @Test
    void who_saw_an_older_request_changes_nothing() {
        var made = server.post(ana, "/api/requests", "{\"from\":\"EGLF\"}");
        var place = "/api/requests/" + Wire.ok(201, made).path("id").asText();
        var seen = made.headers().firstValue("ETag").orElseThrow();

        assertEquals(200, patch(place, "{\"to\":\"LFPB\"}", seen));
        assertEquals(412, patch(place, "{\"to\":\"LFPO\"}", seen));

        var found = Wire.ok(200, server.get(ana, place));
        assertEquals("EGLF", found.path("from").asText());
        assertEquals("LFPB", found.path("to").asText());
        Wire.problem(404, "not-found", server.get(server.token("ben"), place));
        Wire.problem(404, "not-found", server.get(ana, "/api/requests/none"));
    }

    private int readsOfList(int requests) {
        var before = storage.reads();
        var list = Wire.ok(200, server.get(ana, "/api/requests"));
        assertEquals(requests, list.path("requests").size());
        assertEquals(requests, list.path("messages").size());
        return storage.reads() - before;
    }

    /** Requests with a conversation about each, in which one thing was said. */
    private List<String> requested(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var request = Wire.ok(201, server.post(ana, "/api/requests", "{}"))
                            .path("id")
                            .asText();
                    say(opened("about-" + request, request), "about " + i);
                    return request;
                })
                .toList();
    }

    private String opened(String conversation, String request) {
        var opened = Wire.ok(
                200,
                server.post(
                        ana,
                        "/api/chat-sessions",
                        "{\"conversation_id\":\"%s\",\"request_id\":\"%s\"}".formatted(conversation, request)));
        return opened.path("id").asText();
    }

    private void say(String session, String text) {
        Wire.ok(
                201,
                server.post(
                        ana, "/api/chat-sessions/" + session + "/messages", "{\"content\":\"%s\"}".formatted(text)));
    }

    private int patch(String place, String json, String seen) {
        return server.send(server.request(ana, place)
                        .header("Content-Type", "application/json")
                        .header("If-Match", seen)
                        .method("PATCH", BodyPublishers.ofString(json)))
                .statusCode();
    }
}
