package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Jetty refuses before a request reaches a route, and what breaks out of one. */
final class HttpServerTest {

    private static final String CANARY = "canary-4711";

    private static HttpServer server;

    @BeforeAll
    static void start() {
        server = HttpServer.start(
                "port",
                "127.0.0.1",
                0,
                config -> config.routes.get("/breaks", context -> {
                    context.res().sendError(500, CANARY);
                }));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(400, "malformed-request", CANARY + "\r\n\r\n"),
                Arguments.of(400, "malformed-request", "GET / HTTP/1.1\r\n\r\n"),
                Arguments.of(400, "malformed-request", "GET / HTTP/1.1\r\nHost: a\r\nHost: " + CANARY + "\r\n\r\n"),
                Arguments.of(
                        400,
                        "malformed-request",
                        "GET http://" + CANARY + "/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                Arguments.of(400, "invalid-parameter", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of(400, "invalid-parameter", "GET /%2e%2e/" + CANARY + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of(
                        400,
                        "malformed-request",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + CANARY + "\r\n\r\n"),
                Arguments.of(
                        400,
                        "malformed-request",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(414, "uri-too-long", "GET /" + CANARY.repeat(900) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of(
                        431, "headers-too-large", "GET / HTTP/1.1\r\nHost: a\r\nX: " + CANARY.repeat(900) + "\r\n\r\n"),
                Arguments.of(505, "http-version-not-supported", "GET / HTTP/3.0\r\nHost: a\r\n\r\n"),
                Arguments.of(500, "internal-error", "GET /breaks HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_jetty_refuses_is_a_problem_too(int status, String code, String request) {
        var answer = RawAnswer.to(server.address(), request);

        assertEquals(status, answer.status(), answer::text);
        assertTrue(answer.hasHeader("Content-Type: application/problem+json\r\n"), answer::text);
        assertEquals(status, answer.json().path("status").asInt());
        assertEquals(code, answer.json().path("code").asText());
        assertTrue(answer.json().path("request_id").asText().matches("[0-9a-f-]{36}"), answer::text);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void no_answer_tells_what_serves_or_repeats_what_was_sent(int status, String code, String request) {
        var answer = RawAnswer.to(server.address(), request).text();

        assertFalse(answer.toLowerCase(Locale.ROOT).contains("\r\nserver:"), answer);
        assertFalse(answer.toLowerCase(Locale.ROOT).contains("jetty"), answer);
        assertFalse(answer.contains(CANARY), answer);
    }

    @Test
    void a_taken_port_is_told_as_such() {
        var port = server.address().getPort();

        var failure = assertThrows(Failure.class, () -> HttpServer.start("port", "127.0.0.1", port, config -> {}));

        assertEquals(ExitCode.ADDRESS, failure.exitCode());
    }

    @Test
    void a_host_stands_in_the_address_as_urls_ask() {
        assertEquals(URI.create("http://127.0.0.1:80"), HttpServer.address("127.0.0.1", 80));
        assertEquals(URI.create("http://[::1]:80"), HttpServer.address("::1", 80));
        assertEquals(URI.create("http://[::1]:80"), HttpServer.address("[::1]", 80));
    }
}
