package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.core.BuiltInAssistant;
import org.junit.jupiter.api.Test;

class ErasureRoutesTest {

    private static final String ERASURE = "/admin/users/ana/erasure";

    @Test
    void an_operator_sees_an_erasure_to_its_end_and_lets_the_name_begin_anew() {
        try (var server = new TestServer(BuiltInAssistant.instant())) {
            var ana = server.token("ana");
            server.post(ana, "/chat", "{\"message\":\"Forget me\"}");

            assertEquals(
                    "erasing",
                    Wire.ok(202, server.delete(ana, "/me")).path("status").asText());
            var ended = ended(server);

            assertTrue(ended.path("rows").asLong() > 0, ended::toString);
            assertEquals("{}", ended.path("remaining").toString().replaceAll("\"[a-z_]+\":0,?", ""));
            assertEquals(204, server.delete(TestServer.ADMIN_TOKEN, ERASURE).statusCode());
            Wire.problem(404, "not-found", server.get(TestServer.ADMIN_TOKEN, ERASURE));
        }
    }

    /** Does the housekeeping until the erasure has ended. */
    private static JsonNode ended(TestServer server) {
        for (var round = 0; round < 100; round++) {
            server.chat.housekeeping().runOnce();
            var erasure = Wire.ok(200, server.get(TestServer.ADMIN_TOKEN, ERASURE));
            if (erasure.path("status").asText().equals("erased")) {
                return erasure;
            }
        }
        throw new AssertionError("the erasure never ends");
    }
}
