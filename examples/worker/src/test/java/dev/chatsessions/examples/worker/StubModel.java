package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A model behind the API that all the world speaks: it answers with everything that the user has said so far, a word at a
 * time. Asked to run something it does so first; asked to wait it says one word and waits.
 */
final class StubModel implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final Semaphore goOn = new Semaphore(0);

    private final HttpServer http;

    StubModel() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/v1/chat/completions", this::complete);
        http.setExecutor(threads);
        http.start();
    }

    /** Has opencode, when it works in this folder, know no other model. */
    void configure(Path folder) throws IOException {
        var models = "{\"small\":{\"name\":\"Small\"},\"large\":{\"name\":\"Large\"}}";
        Files.writeString(folder.resolve("opencode.json"), """
                {"provider":{"stub":{"npm":"@ai-sdk/openai-compatible","name":"Stub","models":%s,
                 "options":{"baseURL":"http://127.0.0.1:%d/v1","apiKey":"none"}}},
                 "model":"stub/large","small_model":"stub/small","enabled_providers":["stub"],
                 "permission":{"bash":"ask"},"autoupdate":false,"share":"disabled"}
                """.formatted(
                        models, http.getAddress().getPort()));
    }

    private void complete(HttpExchange exchange) throws IOException {
        var request = ServerApi.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var body = exchange.getResponseBody()) {
            answer(request, body);
            say(body, "{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":6,\"total_tokens\":17}}");
            say(body, "[DONE]");
        }
    }

    private void answer(JsonNode request, OutputStream body) throws IOException {
        var messages = request.path("messages");
        var last = messages.get(messages.size() - 1);
        var asked = said(messages);
        if (request.has("tools") && last.path("role").asText().equals("user") && asked.endsWith("run it")) {
            choice(
                    body,
                    "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"bash\","
                            + "\"arguments\":\"{\\\"command\\\":\\\"touch ran\\\",\\\"description\\\":\\\"Runs it\\\"}\"}}]}",
                    "null");
            choice(body, "{}", "\"tool_calls\"");
            return;
        }
        for (var word : (request.path("model").asText() + " heard " + asked).split("(?<= )")) {
            choice(
                    body,
                    ServerApi.fields()
                            .put("role", "assistant")
                            .put("content", word)
                            .toString(),
                    "null");
            if (asked.endsWith("wait")) {
                goOn.acquireUninterruptibly();
            }
        }
        choice(body, "{}", "\"stop\"");
    }

    /** Whoever waits says the rest. */
    void goOn() {
        goOn.release(1_000);
    }

    private static String said(JsonNode messages) {
        return StreamSupport.stream(messages.spliterator(), false)
                .filter(message -> message.path("role").asText().equals("user"))
                .map(message -> text(message.path("content")))
                .collect(Collectors.joining(", "));
    }

    private static String text(JsonNode content) {
        return content.isTextual()
                ? content.asText()
                : content.findValuesAsText("text").stream().collect(Collectors.joining());
    }

    private static void choice(OutputStream body, String delta, String finish) throws IOException {
        say(
                body,
                "{\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":" + delta
                        + ",\"finish_reason\":" + finish + "}]}");
    }

    private static void say(OutputStream body, String data) throws IOException {
        body.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    @Override
    public void close() {
        goOn();
        http.stop(0);
        threads.shutdownNow();
    }
}
