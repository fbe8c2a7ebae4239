package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.adapter.langchain4j.StubModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The functions for React that the document has, word for word, in a page that React renders. */
@Tag("ecosystem")
@Timeout(300)
final class ReactProcessTest {

    private static final Path DOCUMENT =
            Path.of("..", "..", "adapter-jdbi", "src", "test", "resources", "documents", "session-management.md");

    /** So it stands there: on no line break, and so on what is read at once. */
    private static final String SPLIT_NOWHERE = "text.split('\\\\n')";

    @TempDir
    private Path folder;

    private final StubModel model = new StubModel();

    private ServerProcess server;

    private ChatClient ann;

    @BeforeEach
    void start() {
        server = ServerProcess.start(
                folder,
                Map.of("CHAT_SESSIONS_ADMIN_TOKEN", Cluster.ADMIN),
                "serve",
                "--port=0",
                "--model-url=" + model.url(),
                "--model=stub",
                "--tool-ifixit-url=" + model.url());
        var address = server.address();
        ann = new ChatClient(address, server.token(Cluster.ADMIN, "ann"));
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    @Test
    void they_ask_stream_stop_show_the_history_and_clear_it_as_they_stand() throws IOException {
        var functions = functions();
        assertTrue(functions.contains(SPLIT_NOWHERE), functions);
        try (var page = ReactPage.open(folder, functions, ann.server(), ann.token())) {
            page.run("sendMessage", "Hi");
            assertEquals(List.of("Hello", "Thread: user-ann"), List.copyOf(page.logged()));

            model.then(
                    wire -> wire.calls("1", "ifixit_guides", "{\"query\":\"fan\"}")
                            .ends("tool_calls")
                            .took(10, 1)
                            .isDone(),
                    wire -> {
                        page.shows("status", "\uD83D\uDD0D Searching iFixit...");
                        wire.answers(200, "{\"results\":[]}");
                    },
                    wire -> {
                        wire.says("To ");
                        page.shows("answer", "To ");
                        wire.says("fix ");
                        page.shows("answer", "To fix ");
                        wire.says("it");
                        page.shows("answer", "To fix it");
                        wire.ends("stop").took(21, 9).isDone();
                    });
            page.run("sendMessageStream", "How?");
            page.shows("answer", stored(3));
            assertEquals(3, page.logged().size(), page.logged()::toString);

            page.run("clearScreen", "");
            page.shows("answer", "");
            model.then(wire -> wire.says("First ").waitsUntilNobodyListens());
            page.begin("sendMessageStream", "And then?");
            page.shows("answer", "First ");
            ann.stop();
            page.awaitEnd();
            page.shows("answer", stored(5));

            page.run("getHistory", "");
            var messages = ann.history().path("messages");
            assertEquals(6, messages.size());
            page.shows(state -> state.path("messages").equals(messages), "all that is stored");

            page.run("clearHistory", "");
            page.shows(state -> state.path("messages").isEmpty(), "nothing any more");
            assertEquals(0, ann.history().path("message_count").asInt());
        }
    }

    @Test
    void read_line_by_line_a_stream_may_come_as_fast_as_it_likes() throws IOException {
        var words = new String[500];
        for (var i = 0; i < words.length; i++) {
            words[i] = "word" + i + " ";
        }
        model.then(wire -> wire.says(words).ends("stop").took(1, 500).isDone());
        var functions = functions().replace(SPLIT_NOWHERE, "text.split('\\n')");
        try (var page = ReactPage.open(folder, functions, ann.server(), ann.token())) {
            page.run("sendMessageStream", "How?");

            assertEquals(String.join("", words), stored(1));
            page.shows("answer", stored(1));
        }
    }

    private String stored(int place) {
        JsonNode messages = ann.history().path("messages");
        return messages.path(place).path("content").asText();
    }

    private static String functions() throws IOException {
        return Pattern.compile("(?s)```javascript\n(.*?)```")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining("\n"));
    }
}
