package dev.chatsessions.examples.jdkserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.examples.jdkserver.Stream.Frame;
import java.io.IOException;
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
