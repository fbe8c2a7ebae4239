package dev.chatsessions.adapter.langchain4j;

import dev.chatsessions.JsonValue;
import dev.chatsessions.spi.Tool;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Searches the web by a server that speaks SearXNG's JSON. Tells the first results and opens none of them, so that no model
 * chooses what is reached from here. Thread-safe.
 */
public final class WebSearch implements Tool {

    private static final int RESULTS = 5;

    private final ToolHttp server;

    private WebSearch(ToolHttp server) {
        this.server = server;
    }

    /** By the SearXNG at {@code server}, up to and without {@code /search}. It has to have the format JSON enabled. */
    public static WebSearch by(URI server) {
        return new WebSearch(new ToolHttp(server));
    }

    @Override
    public String name() {
        return "search_web";
    }

    @Override
    public String description() {
        return "Searches the web. Gives titles, addresses and excerpts.";
    }

    @Override
    public JsonValue.Fields parameters() {
        return ToolText.schema(Map.of("query", List.of("string", "what to search for")), List.of("query"));
    }

    @Override
    public String announcement() {
        return "🔎 Searching the web...";
    }

    @Override
    public String call(JsonValue.Fields arguments, Limits limits) throws InterruptedException {
        var query = ToolText.text(arguments, "query");
        if (query.isEmpty()) {
            return "There is no query.";
        }
        var found = server.get("/search?format=json&q=" + ToolHttp.encoded(query.get()), limits.time());
        return StreamSupport.stream(found.path("results").spliterator(), false)
                .limit(RESULTS)
                .map(result -> ToolText.line(result, "title") + "\n" + ToolText.line(result, "url") + "\n"
                        + ToolText.line(result, "content"))
                .collect(Collectors.joining("\n\n"));
    }
}
