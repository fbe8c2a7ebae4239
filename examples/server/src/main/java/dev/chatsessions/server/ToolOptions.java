package dev.chatsessions.server;

import dev.chatsessions.adapter.langchain4j.RepairGuides;
import dev.chatsessions.adapter.langchain4j.WebSearch;
import dev.chatsessions.spi.Tool;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What a model may have done for it. */
final class ToolOptions {

    @Option(
            names = "--tool-ifixit-url",
            paramLabel = "URL",
            description =
                    "lets the model find repair guides at iFixit, at https://www.ifixit.com/api/2.0; default: it may"
                            + " not")
    private Optional<URI> guides = Optional.empty();

    @Option(
            names = "--tool-search-url",
            paramLabel = "URL",
            description = "lets the model search the web by a SearXNG that answers in JSON; default: it may not")
    private Optional<URI> search = Optional.empty();

    /** None unless configured: then nothing of it is made. */
    List<Tool> tools() {
        return Stream.concat(guides.<Tool>map(RepairGuides::by).stream(), search.<Tool>map(WebSearch::by).stream())
                .toList();
    }

    boolean isEmpty() {
        return guides.isEmpty() && search.isEmpty();
    }
}
