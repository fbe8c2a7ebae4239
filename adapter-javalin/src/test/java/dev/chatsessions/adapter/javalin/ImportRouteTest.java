package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.core.BuiltInAssistant;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Operators take in what users exported elsewhere, longer than any other body may be. */
class ImportRouteTest {

    private static final String LONG = "many words ".repeat(40_000);

    @Test
    void what_was_exported_is_taken_in_once_however_long_it_is() throws Exception {
        try (var from = new TestServer(BuiltInAssistant.instant());
                var to = new TestServer(BuiltInAssistant.instant())) {
            var ana = from.token("ana");
            for (var message = 0; message < 3; message++) {
                var key = "thread_id\":\"t-" + message;
                from.post(ana, "/chat", "{\"message\":\"" + LONG.substring(0, 30_000) + "\",\"" + key + "\"}");
            }
            var lines = from.get(ana, "/me/export").body();

            var first = Wire.ok(200, sent(to, JsonLines.MEDIA_TYPE, lines));
            var again = Wire.ok(200, sent(to, JsonLines.MEDIA_TYPE, lines));

            assertEquals(6, first.path("added").path("message").asInt(), first::toString);
            assertTrue(first.path("complete").asBoolean());
            assertEquals("{}", again.path("added").toString());
            assertEquals(first.path("added"), again.path("left"));
            var elsewhere = to.get(to.token("ana"), "/me/export").body();
            assertEquals(
                    lines.lines().skip(1).toList(), elsewhere.lines().skip(1).toList());
        }
    }

    @Test
    void lines_of_another_type_or_that_say_nothing_are_refused_and_told_by_their_number() throws Exception {
        try (var server = new TestServer(BuiltInAssistant.instant())) {
            Wire.problem(415, "unsupported-media-type", sent(server, "application/json", "{\"type\":\"end\"}"));
            var bad = "{\"type\":\"export\"}\n\n{\"type\":\"session\"}\n";
            var refused = sent(server, JsonLines.MEDIA_TYPE, bad);
            Wire.problem(422, "validation-failed", refused);
            assertTrue(refused.body().contains("line 2 "), refused::body);
            var cut = Wire.ok(200, sent(server, JsonLines.MEDIA_TYPE, "{\"type\":\"export\"}\n"));
            assertEquals("{\"added\":{},\"left\":{},\"complete\":false}", cut.toString());
            var huge = sent(server, JsonLines.MEDIA_TYPE, "x".repeat((8 << 20) + 1));
            assertTrue(huge.body().contains("line 1 is longer than 8 MiB"), huge::body);
        }
    }

    private static HttpResponse<String> sent(TestServer server, String type, String lines)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.uri("/admin/users/ana/import"))
                .header("Authorization", "Bearer " + TestServer.ADMIN_TOKEN)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(lines))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
