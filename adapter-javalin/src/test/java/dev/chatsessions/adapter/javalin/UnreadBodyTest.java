package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.core.BuiltInAssistant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that sends all of its body before it reads a word gets the answer all the same. */
class UnreadBodyTest {

    private static final int BLOCK = 64 << 10;

    private static final int BLOCKS = 128;

    private final TestServer server = new TestServer(BuiltInAssistant.instant());

    private final String ana = server.token("ana");

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1}, {3}, chunked: {4}")
    @CsvSource({
        "413, POST, /chat, application/json, false",
        "413, POST, /chat, application/json, true",
        "415, POST, /chat, text/plain, false",
        "415, POST, /chat, text/plain, true",
        "404, POST, /no/such/path, application/json, false",
        "405, PUT, /chat, application/json, true",
    })
    void a_refused_upload_hears_why(int status, String method, String path, String type, boolean chunked)
            throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            var out = socket.getOutputStream();
            write(
                    out,
                    method + " " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ana + "\r\nContent-Type: "
                            + type + "\r\n"
                            + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + BLOCK * BLOCKS)
                            + "\r\n\r\n");
            var block = new byte[BLOCK];
            for (var i = 0; i < BLOCKS; i++) {
                if (chunked) {
                    write(out, Integer.toHexString(BLOCK) + "\r\n");
                }
                out.write(block);
                if (chunked) {
                    write(out, "\r\n");
                }
            }
            if (chunked) {
                write(out, "0\r\n\r\n");
            }

            var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertEquals("HTTP/1.1 " + status, answers.readLine().substring(0, 12));

            write(out, "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertEquals(
                    1,
                    answers.lines()
                            .filter(line -> line.contains("HTTP/1.1 200"))
                            .count());
        }
    }

    @Test
    void who_is_refused_and_sends_no_more_is_not_waited_for() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(15_000);
            write(
                    socket.getOutputStream(),
                    "POST /chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals("HTTP/1.1 401", answer.substring(0, 12));
        }
    }

    @Test
    void who_is_let_in_and_sends_no_more_is_not_waited_for_either() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            write(
                    socket.getOutputStream(),
                    "POST /chat HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ana
                            + "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals("HTTP/1.1 408", answer.substring(0, 12));
            assertTrue(answer.contains("request-timeout"), answer);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
