package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.Wire.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.SessionCore;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Pattern ROUTE = Pattern.compile("\\| `([A-Z]+ /[^`]*)` \\|");

    private static final Pattern FUNCTION =
            Pattern.compile("\\| `?([a-zA-Z]+)`? \\| `([a-z]+\\(\\)\\.[a-zA-Z]+)` \\| `([A-Z]+ /[^`]*)`");

    private static final List<String> OF_THE_DOCUMENT = List.of(
            "startSession",
            "endSession",
            "sendMessage",
            "writeChunk",
            "completeMessage",
            "sessionReady",
            "getSession",
            "listSessions",
            "getMessages",
            "subscribeToMessages",
            "subscribeToChunks",
            "onSessionStart",
            "onMessage");

    private static Javalin embed(ChatSessions chat) {
        var plugin = ChatSessionsPlugin.serving(chat)
                .under("/support")
                .routes(RouteGroup.CHAT, RouteGroup.LIVE)
                .callers(ctx -> Optional.ofNullable(ctx.header("X-Login")).map(Caller::user))
                .build();
        var server = Javalin.create(config -> config.registerPlugin(plugin));
        return server;
    }

    @Test
    void the_code_in_the_readme_is_the_code_above() throws IOException {
        var readme = Files.readString(Path.of("README.md"));
        var block = readme.substring(readme.indexOf("```java\n") + 8, readme.indexOf("```\n\n- `chat`"));
        var source = Files.readString(Path.of("src/test/java/dev/chatsessions/adapter/javalin/ReadmeTest.java"));

        assertTrue(stripped(source).contains(stripped(block)), block);
    }

    @Test
    void the_code_in_the_readme_serves_the_hosts_users() throws Exception {
        try (var storage = InMemoryStorage.create();
                var chat = SessionCore.builder().storage(storage).build()) {
            var server = embed(chat);
            server.start("127.0.0.1", 0);
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/support/chat/sessions"))
                    .header("X-Login", "ana")
                    .build();

            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

            assertEquals("ana", ok(200, answer).path("user_id").asText());
            server.stop();
        }
    }

    @Test
    void the_readme_names_every_route() throws IOException {
        var named = new TreeSet<String>();
        var match = ROUTE.matcher(Files.readString(Path.of("README.md")));
        while (match.find()) {
            named.add(match.group(1));
        }

        assertEquals(installed(), named);
    }

    @Test
    void each_function_of_the_document_is_a_method_of_a_facade_and_a_route() throws IOException {
        var functions = new TreeSet<String>();
        var match = FUNCTION.matcher(Files.readString(Path.of("README.md")));
        while (match.find()) {
            functions.add(match.group(1));
            assertTrue(facadeMethods().contains(match.group(2)), match.group());
            assertTrue(installed().contains(match.group(3)), match.group());
        }

        assertTrue(functions.containsAll(OF_THE_DOCUMENT), functions::toString);
    }

    private static TreeSet<String> facadeMethods() {
        return Arrays.stream(ChatSessions.class.getMethods())
                .flatMap(facade -> Arrays.stream(facade.getReturnType().getMethods())
                        .map(method -> facade.getName() + "()." + method.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeSet<String> installed() {
        try (var storage = InMemoryStorage.create();
                var chat = SessionCore.builder().storage(storage).build()) {
            return ChatSessionsPlugin.serving(chat).build().routes().stream()
                    .map(Route::name)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String stripped(String text) {
        return String.join(" ", List.of(text.strip().split("\\s+")));
    }
}
