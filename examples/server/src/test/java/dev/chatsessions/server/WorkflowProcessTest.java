package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the document, as they stand there, to a running server. */
@Tag("not-the-jdk")
@Timeout(600)
final class WorkflowProcessTest {

    private static final Path DOCUMENT =
            Path.of("..", "..", "adapter-jdbi", "src", "test", "resources", "documents", "session-migration.md");

    private static final String TRIP = """
            {"conversation_id":"trip","avinode_trip_id":"atrip-64956150","avinode_rfp_id":"rfp-123","request_id":"%s",
             "current_step":"requesting_quotes","increment":{"quotes_received_count":1}}""";

    @TempDir
    private Path folder;

    @Test
    void the_calls_of_the_document_on_h2() throws Exception {
        answerTheDocument("jdbc:h2:async:" + folder.resolve("chat") + ";WRITE_DELAY=0");
    }

    @Test
    void the_calls_of_the_document_on_postgresql() throws Exception {
        answerTheDocument(DurablePostgres.newDatabase());
    }

    private void answerTheDocument(String database) throws Exception {
        try (var server = ServerProcess.start(folder, "serve", "--port=0", "--profile=dev", "--db=" + database)) {
            var demo = server.line(line -> line.startsWith("token of the user demo"));
            var client = new ChatClient(server.address(), demo.substring(demo.indexOf(": ") + 2));
            var request = client.created("/api/requests", "{\"departure_airport\":\"EGLF\"}");
            var done = open(client, "{\"conversation_id\":\"done\",\"status\":\"completed\"}");
            var trip = openAHundredTimes(client, request.path("id").asText());

            var calls = calls("GET (/api/\\S+)");
            assertEquals(
                    List.of(
                            "/api/chat-sessions",
                            "/api/chat-sessions?trip_id=atrip-64956150",
                            "/api/chat-sessions?status=completed"),
                    calls);
            assertEquals(
                    List.of(List.of(trip), List.of(trip), List.of(done)),
                    calls.stream().map(call -> ids(client.get(call))).toList());
            for (var call : calls("fetch\\('(/api/[^']+)'\\)")) {
                assertEquals(
                        1,
                        client.get(call)
                                .path(call.contains("requests") ? "requests" : "sessions")
                                .size());
            }
            assertHasTheFieldsOfTheDocument(
                    client.get("/api/chat-sessions").path("sessions").path(0));
        }
    }

    /** All at once, one conversation: one session, each of whose updates is counted. */
    private static String openAHundredTimes(ChatClient client, String request) throws Exception {
        var body = TRIP.formatted(request);
        var executor = Executors.newFixedThreadPool(100);
        try {
            var opened = executor.invokeAll(IntStream.range(0, 100)
                    .<Callable<String>>mapToObj(i -> () -> open(client, body))
                    .toList());
            for (var one : opened) {
                assertEquals(opened.get(0).get(), one.get());
            }
            var session = client.get("/api/chat-sessions/" + opened.get(0).get());
            assertEquals(100, session.path("quotes_received_count").asInt());
            return opened.get(0).get();
        } finally {
            executor.shutdownNow();
        }
    }

    private static String open(ChatClient client, String body) {
        return client.post("/api/chat-sessions", body).path("id").asText();
    }

    private static List<String> ids(JsonNode listed) {
        assertEquals(listed.path("sessions").size(), listed.path("count").asInt());
        return IntStream.range(0, listed.path("sessions").size())
                .mapToObj(i -> listed.path("sessions").path(i).path("id").asText())
                .toList();
    }

    private static void assertHasTheFieldsOfTheDocument(JsonNode session) throws IOException {
        var example = Pattern.compile("(?s)```json\\s+(.*?)```").matcher(Files.readString(DOCUMENT));
        assertTrue(example.find());
        var shown = new ObjectMapper()
                .readTree(example.group(1).replace("{ ... }", "{}"))
                .path("sessions")
                .path(0);
        for (var field : shown.properties()) {
            assertEquals(
                    field.getValue().getNodeType(), session.path(field.getKey()).getNodeType(), field.getKey());
        }
    }

    private static List<String> calls(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(call -> call.group(1))
                .toList();
    }
}
