package dev.chatsessions.adapter.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.JsonValue;
import dev.chatsessions.spi.Tool;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tools against servers that answer as theirs do, and as no server should. */
class ToolsTest {

    private static final Tool.Limits LIMITS = new Tool.Limits(Duration.ofSeconds(20), 10_000);

    private final StubModel server = new StubModel();

    private final URI url = URI.create(server.url().toString().replace("/v1", "/api/2.0/"));

    private final Tool guides = RepairGuides.by(url);

    private final Tool search = WebSearch.by(url);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void guides_are_found_by_what_is_to_be_repaired() throws Exception {
        server.then(wire -> wire.answers(200, """
                {"search": "ps5 fan", "totalResults": 2, "moreResults": false, "results": [
                  {"dataType": "guide", "guideid": 147, "title": "PlayStation 5 Fan Replacement",
                   "summary": "Replace a  loud\\nfan.", "url": "https://www.ifixit.com/Guide/147"},
                  {"dataType": "wiki", "title": "Not a guide"}]}"""));

        var found = guides.call(fields("query", JsonValue.of("ps5 fan/../?x=1")), LIMITS);

        assertEquals("""
                guide_id 147: PlayStation 5 Fan Replacement
                https://www.ifixit.com/Guide/147
                Replace a loud fan.""", found);
        assertEquals(
                "GET /api/2.0/search/ps5%20fan%2F..%2F%3Fx%3D1?filter=guide&limit=5 HTTP/1.1",
                server.asked().line());
    }

    @Test
    void a_guide_is_read_with_its_tools_and_steps() throws Exception {
        server.then(wire -> wire.answers(200, """
                {"title": "Fan", "url": "https://www.ifixit.com/Guide/147", "difficulty": "Moderate",
                 "time_required": "1 hour", "tools": [{"text": "TR9 Torx"}, {"text": "Spudger"}], "parts": [],
                 "steps": [{"title": "Cover", "lines": [{"text_raw": "Lift it."}, {"text_raw": "Put it away."}]},
                           {"title": "", "lines": [{"text_raw": "Pull."}]}]}"""));

        var read = guides.call(fields("guide_id", JsonValue.of(147)), LIMITS);

        assertEquals("""
                Fan
                https://www.ifixit.com/Guide/147
                Difficulty: Moderate. Time: 1 hour.
                Tools: TR9 Torx, Spudger. Parts: .
                1. Cover Lift it. Put it away.
                2.  Pull.""", read);
        assertEquals("GET /api/2.0/guides/147 HTTP/1.1", server.asked().line());
    }

    @Test
    void the_web_is_searched_and_no_more_than_five_results_are_told() throws Exception {
        var result = "{\"title\": \"A\", \"url\": \"https://a.example\", \"content\": \"<b>It</b> rains\"},";
        server.then(wire -> wire.answers(
                200, "{\"query\": \"q\", \"results\": [" + result.repeat(7).replaceFirst(",$", "") + "]}"));

        var found = search.call(fields("query", JsonValue.of("rain & sun")), LIMITS);

        assertTrue(found.startsWith("A\nhttps://a.example\nIt rains\n\nA\n"), found);
        assertEquals(5, found.split("\n\n").length);
        assertEquals(
                "GET /api/2.0/search?format=json&q=rain%20%26%20sun HTTP/1.1",
                server.asked().line());
    }

    @Test
    void what_a_model_leaves_out_is_told_and_asks_nobody() throws Exception {
        var nothing = new JsonValue.Fields(Map.of());

        assertEquals("There is no query.", search.call(nothing, LIMITS));
        assertEquals("There is neither a query nor a guide_id.", guides.call(nothing, LIMITS));
        assertEquals("There is no query.", search.call(fields("query", JsonValue.of(7)), LIMITS));
        assertEquals(0, server.unseen());
    }

    @Test
    void a_redirect_leads_nowhere() {
        try (var elsewhere = new StubModel()) {
            server.otherwise(wire -> wire.answers(302, "{}", "Location: " + elsewhere.url()));

            assertUnavailable("tool-unavailable", LIMITS);
            assertEquals(0, elsewhere.unseen());
        }
    }

    @Test
    void an_answer_that_is_too_large_is_not_taken() {
        server.otherwise(wire -> wire.answers(200, "\"" + "x".repeat(1 << 20) + "\""));

        assertUnavailable("tool-unavailable", LIMITS);
    }

    @Test
    void an_answer_that_is_no_json_is_a_failure() {
        server.otherwise(wire -> wire.answers(200, "<html>"));

        assertUnavailable("tool-unavailable", LIMITS);
    }

    @Test
    void a_server_that_does_not_answer_or_does_not_come_to_an_end_is_not_waited_for() {
        var soon = new Tool.Limits(Duration.ofMillis(100), 10);
        server.then(StubModel.Wire::waitsForNobody, StubModel.Wire::waitsUntilNobodyListens);

        assertUnavailable("tool-timeout", soon);
        assertUnavailable("tool-timeout", soon);
    }

    @Test
    void an_address_that_is_none_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> WebSearch.by(URI.create("ftp://a.example")));
        assertThrows(IllegalArgumentException.class, () -> RepairGuides.by(URI.create("/api/2.0")));
    }

    @Test
    void what_users_are_told_names_what_is_searched() {
        assertTrue(guides.announcement().contains("iFixit"));
        assertFalse(search.announcement().isBlank());
    }

    private void assertUnavailable(String code, Tool.Limits limits) {
        var failure = assertThrows(Unavailable.class, () -> search.call(fields("query", JsonValue.of("rain")), limits));
        assertEquals(code, failure.code());
    }

    private static JsonValue.Fields fields(String name, JsonValue value) {
        return new JsonValue.Fields(Map.of(name, value));
    }
}
