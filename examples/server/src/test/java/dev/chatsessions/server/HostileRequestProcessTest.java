package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Some rows of {@code bad-inputs.tsv} again, on the packaged server, with a healthy stream beside that must not notice. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileRequestProcessTest {

    private static final String DEMO_TOKEN = "token of the user demo, good for a day: ";

    private static final String TOO_LARGE = "{\"message\":\"" + "x".repeat(1 << 20) + "\"}";

    private ServerProcess server;

    private ChatClient demo;

    private ChatStream healthy;

    private int questions;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = ServerProcess.start(folder, "serve", "--port", "0", "--profile", "dev");
        var token = server.line(line -> line.startsWith(DEMO_TOKEN)).substring(DEMO_TOKEN.length());
        demo = new ChatClient(server.address(), token);
        demo.chat("first");
        healthy = demo.events("user-demo");
    }

    @AfterAll
    void stop() {
        healthy.close();
        server.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("H001", 400, "malformed-json", posted("application/json", "{\"message\":")),
                Arguments.of("H017", 415, "unsupported-media-type", posted("text/plain", "{\"message\":\"hi\"}")),
                Arguments.of("H023", 413, "payload-too-large", posted("application/json", TOO_LARGE)),
                Arguments.of("H024", 413, "payload-too-large", chunked(TOO_LARGE)),
                Arguments.of("H059", 400, "invalid-parameter", "GET /threads/%zz/events HTTP/1.1\r\n"),
                Arguments.of("H084", 404, "not-found", "GET /sessions/a%2Fb/events HTTP/1.1\r\n"),
                Arguments.of("H086", 405, "method-not-allowed", "DELETE /me/sessions HTTP/1.1\r\n"),
                Arguments.of("unknown route", 404, "not-found", "GET /no/such/route HTTP/1.1\r\n"));
    }

    @ParameterizedTest(name = "{0} is {1} {2}")
    @MethodSource("refused")
    void a_bad_request_is_a_problem_and_harms_nobody(String row, int status, String code, String request) {
        var line = request.indexOf("\r\n") + 2;
        var answer = RawAnswer.to(
                demo.server(),
                request.substring(0, line) + "Host: a\r\nConnection: close\r\nAuthorization: Bearer " + demo.token()
                        + "\r\n" + (line == request.length() ? "\r\n" : request.substring(line)));

        assertEquals(status, answer.status(), answer::text);
        assertTrue(answer.hasHeader("Content-Type: application/problem+json"), answer::text);
        assertEquals(status, answer.json().path("status").asInt(), answer::text);
        assertEquals(code, answer.json().path("code").asText(), answer::text);
        assertTrue(
                answer.hasHeader(
                        "X-Request-Id: " + answer.json().path("request_id").asText()),
                answer::text);
        assertEquals(status == 405, answer.hasHeader("Allow: GET"), answer::text);
        requireHealthyStream();
    }

    private void requireHealthyStream() {
        questions++;
        var question = "question " + questions;
        demo.chat(question);
        var heard = healthy.next().orElseThrow();
        while (!heard.data().path("message").path("content").asText().equals(question)) {
            heard = healthy.next().orElseThrow();
        }
    }

    private static String posted(String contentType, String body) {
        return "POST /chat HTTP/1.1\r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static String chunked(String body) {
        return "POST /chat HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }
}
