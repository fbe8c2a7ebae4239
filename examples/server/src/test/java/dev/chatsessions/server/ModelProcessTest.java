package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.adapter.langchain4j.StubModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model of an endpoint on this machine, over the whole way. */
@Tag("not-the-jdk")
@Timeout(300)
final class ModelProcessTest {

    private static final String KEY = "sk-nobody-may-see-this";

    private static final List<String> ABROAD = List.of(
            "dev.langchain4j.model.openai.", "jdk.internal.net.http.HttpClientImpl ", "sun.net.www.http.HttpClient ");

    @TempDir
    private Path folder;

    @Test
    void a_model_calls_a_tool_answers_breaks_off_refuses_and_is_stopped() throws IOException, InterruptedException {
        var left = new CountDownLatch(1);
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve("key"), KEY + "\n"), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(folder.resolve("prompt"), "Be brief.");
        try (var model = new StubModel()) {
            model.then(
                    wire -> wire.calls("1", "ifixit_guides", "{\"query\":\"fan\"}")
                            .ends("tool_calls")
                            .took(10, 1)
                            .isDone(),
                    wire -> wire.answers(200, "{\"results\":[{\"guideid\":7,\"title\":\"Fan\"}]}"),
                    wire -> wire.says("To ", "fix ", "it")
                            .ends("stop")
                            .took(21, 9)
                            .isDone(),
                    wire -> wire.says("To fix ").breaksOff(),
                    wire -> wire.answers(401, "{\"error\":{\"code\":\"invalid_api_key\"}}"),
                    wire -> {
                        wire.says("To fix ").waitsUntilNobodyListens();
                        left.countDown();
                    });
            try (var server = ServerProcess.start(
                    folder,
                    Map.of("CHAT_SESSIONS_ADMIN_TOKEN", Cluster.ADMIN, "CHAT_SESSIONS_TEMPERATURE", "0.5"),
                    "serve",
                    "--port=0",
                    "--model-url=" + model.url(),
                    "--model=stub",
                    "--model-key-file=key",
                    "--tool-ifixit-url=" + model.url(),
                    "--system-prompt-file=prompt")) {
                var address = server.address();
                var admin = new ChatClient(server.adminAddress(), Cluster.ADMIN);
                var ann = new ChatClient(address, server.token(Cluster.ADMIN, "ann"));

                admin.put("/admin/budgets", "{\"period\":\"month\",\"tokens\":10000,\"reserve\":1000}");
                try (var stream = ann.stream("How?")) {
                    var told = stream.rest();
                    assertTrue(told.stream()
                            .anyMatch(event ->
                                    event.is("status") && event.content().contains("Searching iFixit")));
                    assertEquals("To fix it", ChatStream.text(told));
                }
                assertAsked(model.asked());
                assertEquals(
                        "GET /v1/search/fan?filter=guide&limit=5 HTTP/1.1",
                        model.asked().line());
                assertEquals(41, spent(ann));
                assertBooksAgree(ann);

                assertTrue(failure(ann.json("/chat", "{\"message\":\"Again?\"}", 502))
                        .startsWith("model-cut-off: "));
                assertBooksAgree(ann);
                assertTrue(failure(ann.json("/chat", "{\"message\":\"Again?\"}", 502))
                        .endsWith("refuses the key (401 invalid_api_key)"));
                assertBooksAgree(ann);

                try (var stream = ann.stream("And now?")) {
                    stream.tokens(1);
                    ann.stop();
                    assertTrue(left.await(60, TimeUnit.SECONDS), "the connection to the model is still open");
                    var end = stream.rest();
                    assertEquals(
                            "stopped",
                            end.get(end.size() - 1).data().path("finish_reason").asText());
                }
                assertBooksAgree(ann);
                assertEquals(
                        List.of("How?", "To fix it", "Again?", "To fix ", "Again?", "", "And now?", "To fix "),
                        ann.history().path("messages").findValuesAsText("content"));

                var ended = server.terminate();
                assertFalse((ended.output() + "\n" + ended.errors()).contains(KEY), ended::toString);
            }
        }
    }

    private static void assertAsked(StubModel.Asked asked) {
        assertEquals("Bearer " + KEY, asked.headers().get("authorization"));
        assertEquals("stub", asked.body().path("model").asText());
        assertEquals(0.5, asked.body().path("temperature").asDouble());
        assertEquals(List.of("Be brief.", "How?"), asked.body().path("messages").findValuesAsText("content"));
    }

    /** What the budget counts is what the ledger holds, and nothing stays set aside. */
    private static void assertBooksAgree(ChatClient user) {
        var mine = user.get("/usage/me");
        var budget = mine.path("budgets").path(0);
        assertEquals(mine.path("total").path("tokens").asInt(), spent(user));
        assertEquals(spent(user), budget.path("used").asInt());
        assertEquals(0, budget.path("reserved").asInt());
    }

    private static int spent(ChatClient user) {
        return user.get("/chat/sessions").path("total_tokens_used").asInt();
    }

    private static String failure(JsonNode problem) {
        assertEquals("assistant-failed", problem.path("code").asText());
        return problem.path("detail").asText();
    }

    /** Nobody connects to anywhere without one of the classes that do so. */
    @Test
    void without_a_model_nothing_is_there_that_could_leave_the_machine() throws IOException {
        assertTrue(loaded().noneMatch(ABROAD), "loaded without a model");
        assertTrue(
                loaded("--model-url=http://127.0.0.1:9/v1", "--model=m").anyMatch(ABROAD),
                "not even loaded with a model");
    }

    /** What a server loads that was asked a question. */
    private Loaded loaded(String... model) throws IOException {
        var classes = Files.createTempFile(folder, "classes", ".txt");
        var command = new ArrayList<>(ServerProcess.java("-Xlog:class+load:file=" + classes));
        command.addAll(List.of("serve", "--port=0", "--db=jdbc:h2:mem:a", "--profile=dev"));
        command.addAll(List.of(model));
        try (var server = ServerProcess.launch(folder, Map.of(), command)) {
            var token = server.line(line -> line.startsWith("token of the user demo"))
                    .replaceFirst(".*: ", "");
            var demo = new ChatClient(server.address(), token);
            demo.status("/chat/history");
            if (model.length == 0) {
                demo.chat("Hello");
            }
            server.terminate();
        }
        return new Loaded(Files.readAllLines(classes));
    }

    private record Loaded(List<String> classes) {

        boolean anyMatch(List<String> names) {
            return classes.stream().anyMatch(isOneOf(names));
        }

        boolean noneMatch(List<String> names) {
            return classes.stream().noneMatch(isOneOf(names));
        }

        private static Predicate<String> isOneOf(List<String> names) {
            return line -> names.stream().anyMatch(line::contains);
        }
    }
}
