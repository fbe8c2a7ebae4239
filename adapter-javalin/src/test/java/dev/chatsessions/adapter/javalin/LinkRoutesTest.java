package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.BuiltInAssistant;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.StartAt;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkRoutesTest {

    private final TestServer server = new TestServer(BuiltInAssistant.instant());

    private final String ana = server.token("ana");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_device_is_linked_as_the_document_has_it() {
        var started = server.post(ana, "/link/omi/start", "{\"omi_user_id\":\"device-123\"}");
        assertEquals("{\"ok\":true,\"expires_in\":600}", Wire.ok(200, started).toString());

        var confirmed = server.post(
                ana,
                "/link/omi/confirm",
                "{\"omi_user_id\":\"device-123\",\"code\":\"" + server.told.next("device-123") + "\"}");
        assertEquals("{\"ok\":true}", Wire.ok(200, confirmed).toString());

        var me = Wire.ok(200, server.get(ana, "/me"));
        var link = me.path("omi_links").path(0);
        assertEquals(List.of("omiUserId", "isVerified", "verifiedAt"), Wire.names(link));
        assertEquals("device-123", link.path("omiUserId").asText());
        assertTrue(link.path("isVerified").asBoolean());
        assertEquals(1, me.path("omi_links").size());
        assertEquals(List.of("device_linked"), kindsOfAna());
    }

    @Test
    void links_are_listed_by_their_maker_in_pages_and_ended() {
        link("omi", "first");
        link("omi", "second");
        link("my-maker", "third");

        var page = Wire.ok(200, server.get(ana, "/link/omi?limit=1"));
        assertEquals(
                List.of("provider", "device_id", "omi_user_id", "linked_at"),
                Wire.names(page.path("links").path(0)));
        assertEquals(List.of("second"), Wire.texts(page.path("links"), "omi_user_id"));
        var rest = Wire.ok(
                200,
                server.get(
                        ana,
                        "/link/omi?limit=1&cursor=" + page.path("next_cursor").asText()));
        assertEquals(List.of("first"), Wire.texts(rest.path("links"), "device_id"));
        assertFalse(rest.has("next_cursor"));
        var others = Wire.ok(200, server.get(ana, "/link/my-maker"));
        assertEquals(List.of("third"), Wire.texts(others.path("links"), "device_id"));
        assertFalse(others.path("links").path(0).has("omi_user_id"));

        assertEquals(204, server.delete(ana, "/link/my-maker/third").statusCode());
        assertEquals(
                0, Wire.ok(200, server.get(ana, "/link/my-maker")).path("links").size());
        assertEquals(List.of("device_linked", "device_linked", "device_linked", "device_unlinked"), kindsOfAna());
    }

    @Test
    void a_device_may_be_named_after_its_maker_or_plainly() {
        Wire.ok(200, server.post(ana, "/link/my-maker/start", "{\"my_maker_user_id\":\"one\"}"));
        server.told.next("one");
        Wire.ok(200, server.post(ana, "/link/omi/start", "{\"device_id\":\"two\"}"));
        server.told.next("two");

        Wire.problem(422, "validation-failed", server.post(ana, "/link/other/start", "{\"omi_user_id\":\"three\"}"));
        Wire.problem(404, "not-found", server.post(ana, "/link/Not_a_maker/start", "{\"device_id\":\"four\"}"));
    }

    @Test
    void every_code_that_is_no_good_is_answered_byte_for_byte_alike() {
        var ben = server.token("ben");
        link("omi", "anas");
        var used = start(ana, "fresh");
        server.post(ben, "/link/omi/start", "{\"omi_user_id\":\"anas\"}");

        var answers = List.of(
                confirm(ana, "fresh", used.equals("123456") ? "654321" : "123456"),
                confirm(ana, "unknown", used),
                confirm(ben, "fresh", used),
                confirm(ben, "anas", "123456"),
                confirm(ana, "fresh", "12345"));

        assertEquals(1, answers.stream().distinct().count(), answers::toString);
        assertTrue(answers.get(0).startsWith("400 "), answers::toString);
    }

    @Test
    void where_codes_are_shown_the_testing_guide_of_the_document_works() throws Exception {
        try (var storage = InMemoryStorage.create();
                var chat = SessionCore.builder()
                        .storage(storage)
                        .codeHasher(new QuickCodes())
                        .linkCodesShown(true)
                        .build()) {
            var plugin = ChatSessionsPlugin.serving(chat)
                    .callers(ctx -> Optional.of(Caller.user("ana")))
                    .build();
            var javalin =
                    Javalin.create(config -> config.registerPlugin(plugin)).start("127.0.0.1", 0);
            try {
                var code = Wire.json(post(javalin, "start", "{\"omi_user_id\":\"device-123\"}"))
                        .path("dev_code")
                        .asText();
                var confirmed = post(javalin, "confirm", "{\"omi_user_id\":\"device-123\",\"code\":\"" + code + "\"}");

                assertEquals("{\"ok\":true}", confirmed);
            } finally {
                javalin.stop();
            }
        }
    }

    private static String post(Javalin javalin, String step, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + javalin.port() + "/link/omi/" + step))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private String start(String token, String device) {
        Wire.ok(200, server.post(token, "/link/omi/start", "{\"omi_user_id\":\"" + device + "\"}"));
        return server.told.next(device);
    }

    private void link(String maker, String device) {
        Wire.ok(200, server.post(ana, "/link/" + maker + "/start", "{\"device_id\":\"" + device + "\"}"));
        Wire.ok(
                200,
                server.post(
                        ana,
                        "/link/" + maker + "/confirm",
                        "{\"device_id\":\"" + device + "\",\"code\":\"" + server.told.next(device) + "\"}"));
    }

    /** The answer without what every request has of its own. */
    private String confirm(String token, String device, String code) {
        var body = "{\"omi_user_id\":\"" + device + "\",\"code\":\"" + code + "\"}";
        var request = server.request(token, "/link/omi/confirm")
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "same-for-all")
                .POST(BodyPublishers.ofString(body));
        return Answer.of(server.send(request)).comparable();
    }

    private List<String> kindsOfAna() {
        var user = Caller.user("ana");
        var replay = server.chat.live().replay(user, new Feed.OfUser(user.id()), new StartAt.Earliest(), 100);
        return ((Replay.Complete) replay)
                .events().stream()
                        .map(event -> EventJson.from(event).path("type").asText())
                        .toList();
    }
}
