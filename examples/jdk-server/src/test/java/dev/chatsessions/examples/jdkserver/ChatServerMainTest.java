package dev.chatsessions.examples.jdkserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.chatsessions.examples.jdkserver.Stream.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("not-the-jdk")
@Timeout(60)
class ChatServerMainTest {

    private static final Map<String, String> PASSWORDS = Map.of("ada", "lovelace", "bob", "builder");

    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    @TempDir
    static Path folder;

    private static ChatServerMain server;

    @BeforeAll
    static void start() throws IOException {
        server = ChatServerMain.start(folder.resolve("chat"), 0, PASSWORDS, HEARTBEAT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoever_is_not_logged_in_is_answered_401() throws Exception {
        assertEquals(401, customer("ada", "wrong").posts("/threads", "main").statusCode());
        assertEquals(401, customer("eve", "").posts("/threads", "main").statusCode());
    }

    @Test
    void what_is_no_password_at_all_is_answered_401() throws Exception {
        for (var login : List.of("Basic !", "Basic YWRh", "Bearer ada")) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                var request = "GET /threads HTTP/1.1\r\nHost: here\r\nAuthorization: " + login + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

                var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                assertEquals("HTTP/1.1 401", answer, login);
            }
        }
    }

    @Test
    void what_a_page_of_another_site_sends_is_refused() throws Exception {
        var here = "127.0.0.1:" + server.port();

        assertEquals(403, ada().postsFrom("Sec-Fetch-Site", "cross-site"));
        assertEquals(403, ada().postsFrom("Sec-Fetch-Site", "same-site"));
        assertEquals(403, ada().postsFrom("Origin", "https://evil.example"));
        assertEquals(403, ada().postsFrom("Origin", "http://evil." + here));
        assertEquals(403, ada().postsFrom("Origin", "null"));
        assertEquals(200, ada().postsFrom("Sec-Fetch-Site", "same-origin"));
        assertEquals(200, ada().postsFrom("Origin", "http://" + here));
    }

    @Test
    void halves_of_requests_hold_nobody_up_and_are_cut_while_streams_live_on() throws Exception {
        var thread = ada().opens("patience");
        var halves = new ArrayList<Socket>();
        try (var stream = ada().follows(thread, Optional.empty())) {
            for (var i = 0; i < 210; i++) {
                var half = new Socket(InetAddress.getLoopbackAddress(), server.port());
                half.getOutputStream().write("POST /threads HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
                halves.add(half);
            }

            assertEquals(202, ada().posts("/threads/" + thread, "Hello").statusCode());
            for (var half : halves) {
                assertEquals(-1, half.getInputStream().read());
            }
            assertEquals(
                    202, ada().posts("/threads/" + thread, "Are you there?").statusCode());
            stream.through("reply_finished");
            stream.through("reply_finished");
        } finally {
            for (var half : halves) {
                half.close();
            }
        }
    }

    @Test
    void a_user_who_listens_too_often_is_refused_and_may_still_ask() throws Exception {
        var thread = ada().opens("crowd");
        var streams = new ArrayList<InputStream>();
        var answer = ada().listens(thread, Optional.empty());
        for (; answer.statusCode() == 200; answer = ada().listens(thread, Optional.empty())) {
            streams.add(answer.body());
        }

        assertEquals(429, answer.statusCode());
        assertTrue(streams.size() <= 20, () -> "there were " + streams.size());
        assertEquals(202, ada().posts("/threads/" + thread, "Hello").statusCode());
        try (var stream = bob().follows(bob().opens("crowd"), Optional.empty())) {
            stream.next();
        }
        for (var stream : streams) {
            stream.close();
        }
        awaitRoom(thread);
    }

    @Test
    void a_question_that_is_too_long_is_refused_whole() throws Exception {
        var thread = ada().opens("long");

        assertEquals(
                413,
                ada().posts("/threads/" + thread, "x".repeat(64 * 1024 + 1)).statusCode());
        assertEquals(
                202, ada().posts("/threads/" + thread, "x".repeat(16 * 1024)).statusCode());
    }

    @Test
    void what_is_no_route_is_not_found() throws Exception {
        assertEquals(404, ada().posts("/threadsXYZ", "main").statusCode());
        assertEquals(404, ada().gets("/threads").statusCode());
        assertEquals(404, ada().heads("/threads"));
    }

    @Test
    void a_failure_that_nobody_expected_is_answered_too() throws Exception {
        var broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broken.createContext(
                "/",
                exchange -> ChatServerMain.answer(exchange, route -> {
                    throw new IllegalStateException("as the test wants it");
                }));
        broken.start();

        var answer = new Customer(broken.getAddress().getPort(), "ada", "lovelace").gets("/threads");

        assertEquals(500, answer.statusCode());
        assertEquals("internal-error", answer.body());
        broken.stop(0);
    }

    @Test
    void an_answer_is_streamed_while_it_is_written() throws Exception {
        var thread = ada().opens("words");
        try (var stream = ada().follows(thread, Optional.empty())) {
            assertEquals(202, ada().posts("/threads/" + thread, "Hello").statusCode());

            var frames = stream.through("reply_finished");

            var answer = frames.get(frames.size() - 1).data();
            assertTrue(answer.startsWith(words(frames)), answer);
            assertTrue(answer.contains("Hello"), answer);
            assertEquals("Hello", frames.get(0).data());
        }
    }

    @Test
    void a_stream_that_broke_goes_on_after_the_last_id_with_each_event_once() throws Exception {
        var thread = ada().opens("resumed");
        var read = new ArrayList<Frame>();
        try (var stream = ada().follows(thread, Optional.empty())) {
            ada().posts("/threads/" + thread, "Hello");
            read.addAll(stream.through("reply_started"));
        }

        var last = read.get(read.size() - 1).id();
        try (var stream = ada().follows(thread, Optional.of(last))) {
            read.addAll(stream.through("reply_finished"));
        }

        assertTrue(read.get(read.size() - 1).data().startsWith(words(read)), () -> "words came twice: " + read);
        assertEquals(
                read.size(), read.stream().map(Frame::id).distinct().count(), () -> "something came twice: " + read);
        assertEquals(
                1,
                read.stream()
                        .filter(frame -> frame.type().equals("message_added"))
                        .count());
    }

    @Test
    void a_place_that_is_none_is_a_gap() throws Exception {
        var thread = ada().opens("gap");
        try (var stream = ada().follows(thread, Optional.of("nonsense"))) {
            assertEquals("MALFORMED", stream.through("gap").get(0).data());
        }
    }

    @Test
    void what_is_another_users_is_not_found() throws Exception {
        var thread = ada().opens("private");

        assertEquals(404, bob().posts("/threads/" + thread, "Hello").statusCode());
        assertEquals(404, bob().gets("/threads/" + thread).statusCode());
    }

    @Test
    void what_is_no_id_is_refused() throws Exception {
        assertEquals(400, ada().gets("/threads/main").statusCode());
    }

    @Test
    void a_question_that_is_repeated_under_its_key_is_asked_once() throws Exception {
        var thread = ada().opens("keyed");

        var first = ada().asks(thread, "Hello", "key");
        var again = ada().asks(thread, "Hello", "key");

        assertEquals(first.body(), again.body());
    }

    @Test
    void a_silent_stream_is_kept_alive() throws Exception {
        var thread = ada().opens("silent");
        try (var stream = ada().follows(thread, Optional.empty())) {
            stream.next();

            assertEquals(List.of(": still here"), stream.next().lines());
        }
    }

    @Test
    void a_server_that_stops_says_so_and_one_that_starts_again_goes_on_from_there() throws Exception {
        var thread = ada().opens("stopped");
        String last;
        try (var stream = ada().follows(thread, Optional.empty())) {
            last = stream.next().id();
            ada().posts("/threads/" + thread, "Hello");
            server.close();

            var frames = stream.through("end");
            assertEquals("CLOSING", frames.get(frames.size() - 1).data());
        }

        start();
        try (var stream = ada().follows(thread, Optional.of(last))) {
            assertEquals("Hello", stream.through("reply_finished").get(0).data());
        }
    }

    /** A client that left is noticed by the next heartbeat. */
    private static void awaitRoom(String thread) throws Exception {
        for (var refused = true; refused; ) {
            var answer = ada().listens(thread, Optional.empty());
            refused = answer.statusCode() != 200;
            answer.body().close();
        }
    }

    private static String words(List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.type().equals("reply_delta"))
                .map(Frame::data)
                .collect(Collectors.joining());
    }

    private static Customer ada() {
        return customer("ada", "lovelace");
    }

    private static Customer bob() {
        return customer("bob", "builder");
    }

    private static Customer customer(String name, String password) {
        return new Customer(server.port(), name, password);
    }
}
