package dev.chatsessions.adapter.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.JsonValue;
import dev.chatsessions.spi.Tool;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds repair guides at iFixit, and reads one, by its public API 2.0. Thread-safe. */
public final class RepairGuides implements Tool {

    private static final int RESULTS = 5;

    private final ToolHttp server;

    private RepairGuides(ToolHttp server) {
        this.server = server;
    }

    /** By the API at {@code server}, which at iFixit is {@code https://www.ifixit.com/api/2.0}. */
    public static RepairGuides by(URI server) {
        return new RepairGuides(new ToolHttp(server));
    }

    @Override
    public String name() {
        return "ifixit_guides";
    }

    @Override
    public String description() {
        return "Finds repair guides at iFixit by a query, or reads the one guide of an id that was found before.";
    }

    @Override
    public JsonValue.Fields parameters() {
        return ToolText.schema(
                Map.of(
                        "query", List.of("string", "the device and what is to be repaired"),
                        "guide_id", List.of("integer", "a guide that was found before")),
                List.of());
    }

    @Override
    public String announcement() {
        return "🔍 Searching iFixit...";
    }

    @Override
    public String call(JsonValue.Fields arguments, Limits limits) throws InterruptedException {
        var guide = ToolText.number(arguments, "guide_id");
        if (guide.isPresent()) {
            return told(server.get("/guides/" + guide.get(), limits.time()));
        }
        var query = ToolText.text(arguments, "query");
        if (query.isEmpty()) {
            return "There is neither a query nor a guide_id.";
        }
        var found = server.get(
                "/search/" + ToolHttp.encoded(query.get()) + "?filter=guide&limit=" + RESULTS, limits.time());
        return each(found, "results")
                .filter(result -> result.path("guideid").isIntegralNumber())
                .limit(RESULTS)
                .map(result -> "guide_id " + result.path("guideid").asLong() + ": " + ToolText.line(result, "title")
                        + "\n" + ToolText.line(result, "url") + "\n" + ToolText.line(result, "summary"))
                .collect(Collectors.joining("\n\n"));
    }

    private static String told(JsonNode guide) {
        var lines = new ArrayList<String>();
        lines.add(ToolText.line(guide, "title") + "\n" + ToolText.line(guide, "url"));
        lines.add("Difficulty: " + ToolText.line(guide, "difficulty") + ". Time: "
                + ToolText.line(guide, "time_required") + ".");
        lines.add("Tools: " + names(guide, "tools") + ". Parts: " + names(guide, "parts") + ".");
        var number = 0;
        for (var step : guide.path("steps")) {
            number++;
            lines.add(number + ". " + ToolText.line(step, "title") + " "
                    + each(step, "lines")
                            .map(line -> ToolText.line(line, "text_raw"))
                            .collect(Collectors.joining(" ")));
        }
        return String.join("\n", lines);
    }

    private static String names(JsonNode guide, String kind) {
        return each(guide, kind).map(each -> ToolText.line(each, "text")).collect(Collectors.joining(", "));
    }

    private static Stream<JsonNode> each(JsonNode node, String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false);
    }
}
