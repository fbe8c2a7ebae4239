package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void what_is_said_in_several_lines_becomes_one() {
        assertEquals("cat <<END one  two END", Line.of("\ncat <<END\none\r\ntwo\nEND\n", 500));
        assertEquals("", Line.of("\u0000\t\u0085", 500));
    }

    @Test
    void no_character_is_cut() {
        assertEquals("a\uD83D\uDC18", Line.of("a\uD83D\uDC18b", 2));
        assertEquals("\uFFFDa\uFFFD", Line.of("\uDC18a\uD83D", 3));
    }

    private static JsonNode asked(String toolCall) {
        var options = "[" + "{\"optionId\":\"a\",\"name\":\"\",\"kind\":\"allow_once\"},".repeat(30) + "{}]";
        var ask = new PermissionAsk(
                "rm\n-r", ServerApi.read(toolCall), ServerApi.read(options), new CompletableFuture<Optional<String>>());
        return PermissionJson.of(ServerApi.fields(), "1", ask);
    }

    @Test
    void a_question_for_permission_is_what_the_server_takes() {
        var asked = asked("{\"rawInput\":{\"command\":\"rm\\n-r\"}}");

        assertEquals("rm -r", asked.path("title").asText());
        assertEquals(20, asked.path("options").size());
        assertEquals("?", asked.path("options").path(0).path("name").asText());
        assertTrue(asked.path("tool_call").has("rawInput"));
    }

    @Test
    void what_nobody_can_store_is_left_out_of_it() {
        assertFalse(asked("{\"rawInput\":{\"a\\u0000\":1}}").path("tool_call").has("rawInput"));
        assertFalse(
                asked("{\"rawInput\":[{\"a\":\"\\ud83d\"}]}").path("tool_call").has("rawInput"));
        assertTrue(asked("{\"rawInput\":\"\\ud83d\\udc18\"}").path("tool_call").has("rawInput"));
    }
}
