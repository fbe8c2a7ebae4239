package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.thread.ThreadStart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RecordedLogs logs = new RecordedLogs();

    private final Target target = new Target(settings -> settings.unlimitedRate()
            .streamsPerCaller(4)
            .heartbeat(Duration.ofMillis(300))
            .pong(Duration.ofMinutes(1))
            .stall(Duration.ofMillis(800)));

    @AfterEach
    void stop() {
        target.close();
        logs.close();
    }

    private SocketStream listen() {
        return listen(target.path());
    }

    private SocketStream listen(String path, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add("Authorization: Bearer " + target.ana);
        return SocketStream.open(target.server.port(), path, all.toArray(String[]::new));
    }

    private SocketStream with(String... headers) {
        return SocketStream.open(target.server.port(), target.path(), headers);
    }

    private void awaitStreams(int number) {
        var until = System.nanoTime() + LIMIT.toNanos();
        while (target.server.plugin.openStreams() != number) {
            assertTrue(System.nanoTime() < until, () -> target.server.plugin.openStreams() + " streams are open");
            Thread.onSpinWait();
        }
    }

    @Test
    void a_frame_is_what_an_sse_event_has_as_its_data_and_its_id_as_the_cursor() {
        target.say("one");
        try (var socket = listen(target.path() + "?last_event_id=earliest");
                var sse = target.server.stream(target.ana, target.path() + "?last_event_id=earliest")) {
            for (var i = 0; i < 4; i++) {
                var message = socket.message();
                var event = sse.event();
                assertEquals(event.id(), message.cursor());
                assertEquals(event.data().replaceFirst("}$", ",\"cursor\":\"" + event.id() + "\"}"), message.text());
            }
            assertEquals(101, socket.status);
            assertFalse(socket.headers.containsKey("set-cookie"), socket.headers::toString);
            assertTrue(socket.headers.containsKey("x-request-id"));
        }
    }

    @Test
    void a_reader_cut_anywhere_gets_every_event_once() {
        try (var whole = listen()) {
            var place = whole.message("hello").cursor();
            for (var i = 0; i < 5; i++) {
                target.say("message " + i);
                try (var part = listen(target.path(), "Last-Event-ID: " + place)) {
                    part.message("hello");
                    var event = part.message();
                    assertEquals(whole.message().text(), event.text());
                    place = event.cursor();
                }
            }
        }
    }

    @Test
    void what_cannot_be_resumed_is_a_gap_and_a_snapshot() {
        try (var socket = listen(target.path(), "Last-Event-ID: nonsense")) {
            assertEquals("hello", socket.message().type());
            assertEquals("malformed", socket.message().json().path("reason").asText());
            var snapshot = socket.message();
            assertEquals("snapshot", snapshot.type());
            target.say("after");
            try (var again = listen(target.path() + "?last_event_id=" + snapshot.cursor())) {
                assertEquals(
                        socket.message().text(), again.message("message_added").text());
            }
        }
    }

    @Test
    void a_client_of_the_jdk_follows_a_thread_by_its_key() throws InterruptedException {
        var heard = new LinkedBlockingQueue<String>();
        var listener = new WebSocket.Listener() {
            private final StringBuilder message = new StringBuilder();

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                message.append(part);
                if (last) {
                    heard.add(message.toString());
                    message.setLength(0);
                }
                socket.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                heard.add(code + " " + reason);
                return null;
            }
        };
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + target.ana)
                .buildAsync(URI.create("ws://127.0.0.1:" + target.server.port() + "/threads/user-ana/events"), listener)
                .join();
        var text = "a long ä€🙂 text ".repeat(4_000);

        var hello = take(heard);
        assertTrue(hello.contains("\"type\":\"hello\""), hello);
        target.say(text);
        var message = new SocketStream.Message(take(heard)).json();
        assertEquals(text, message.path("message").path("content").asText());
        target.server.chat.sessions().end(Target.ANA, target.session, ExpectedVersion.any());
        assertTrue(take(heard).contains("session_changed"));
        assertTrue(take(heard).contains("session_ended"));
        assertEquals("4410 session ended", take(heard));
    }

    private static String take(LinkedBlockingQueue<String> heard) throws InterruptedException {
        var next = heard.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertTrue(next != null, "nothing came");
        return next;
    }

    @Test
    void a_session_that_ends_closes_with_4410_and_what_is_deleted_with_1000() {
        var threads = target.server.chat.threads();
        var doomed =
                threads.open(Target.ANA, target.session, ThreadStart.unnamed()).id();
        try (var ofThread = listen("/threads/" + doomed + "/events");
                var ofSession = listen()) {
            ofThread.message("hello");
            ofSession.message("hello");
            threads.delete(Target.ANA, doomed);
            assertEquals(
                    "deleted", ofThread.message("end").json().path("reason").asText());
            assertEquals(1000, ofThread.closeCode());
            target.server.chat.sessions().end(Target.ANA, target.session, ExpectedVersion.any());
            assertEquals(
                    "session_ended",
                    ofSession.message("end").json().path("reason").asText());
            assertEquals(4410, ofSession.closeCode());
        }
        awaitStreams(0);
        assertTrue(logs.all().contains("route=/sessions/{id}/events status=101 "), logs::all);
    }

    @Test
    void a_server_that_goes_closes_with_1012_and_takes_no_more() {
        try (var socket = listen()) {
            var place = socket.message("hello").cursor();
            assertFalse(place.isEmpty());
            target.server.plugin.drain(Duration.ofMillis(50));

            assertEquals(1012, socket.closeCode());
            try (var late = listen()) {
                assertEquals(503, late.status);
                assertTrue(late.headers.containsKey("retry-after"));
                assertTrue(late.body().contains("\"code\":\"draining\""));
            }
        }
    }

    @Test
    void what_refuses_a_stream_is_told_as_the_answer_to_the_handshake() {
        for (var refused : List.of(
                "404 not-found /sessions/0190a5a0-0000-7000-8000-000000000000/events",
                "400 invalid-cursor " + target.path() + "?last_event_id=nonsense")) {
            var words = refused.split(" ");
            try (var socket = listen(words[2])) {
                assertEquals(Integer.parseInt(words[0]), socket.status);
                assertEquals("application/problem+json", socket.headers.get("content-type"));
                assertTrue(socket.body().contains("\"code\":\"" + words[1] + "\""));
            }
        }
    }

    @Test
    void both_kinds_of_streams_share_the_places_of_a_caller() {
        try (var one = listen();
                var two = target.listen();
                var three = listen();
                var four = target.listen();
                var refused = listen()) {
            one.message("hello");
            two.event("hello");
            three.message("hello");
            four.event("hello");
            assertEquals(429, refused.status);
            assertTrue(refused.headers.containsKey("retry-after"));
            assertEquals(429, target.get(target.path()).status());
            one.cut();
            awaitStreams(3);
            try (var again = listen()) {
                assertEquals("hello", again.message().type());
            }
        }
    }

    @Test
    void whoever_leaves_within_the_handshake_leaves_no_place_behind() {
        for (var i = 0; i < 100; i++) {
            SocketStream.leaveAtOnce(target.server.port(), target.path(), "Authorization: Bearer " + target.ana);
        }
        var open = new ArrayList<SocketStream>();
        var until = System.nanoTime() + LIMIT.toNanos();
        while (open.size() < 4) {
            var socket = listen();
            if (socket.status == 101) {
                open.add(socket);
            } else {
                assertTrue(System.nanoTime() < until, () -> target.server.plugin.openStreams() + " are open");
            }
        }
        open.forEach(SocketStream::close);
        awaitStreams(0);
    }

    @Test
    void whoever_shows_no_good_credential_is_told_so_and_closed_with_4401() {
        for (var header : List.of("X-None: none", "Authorization: Bearer wrong", "Authorization: Basic YTpi")) {
            try (var socket = with(header)) {
                assertEquals(101, socket.status);
                var error = socket.message();
                assertEquals("error", error.type());
                assertEquals("unauthenticated", error.json().path("code").asText());
                assertEquals(4401, socket.closeCode());
            }
        }
        assertEquals(0, target.server.plugin.openStreams());
        for (var query : List.of("token", "sid", "access_token")) {
            try (var socket = SocketStream.open(target.server.port(), target.path() + "?" + query + "=" + target.ana)) {
                assertEquals(4401, socket.closeCode());
            }
        }
    }

    @Test
    void a_ping_is_answered_with_its_id() throws IOException {
        try (var socket = listen()) {
            socket.message("hello");
            socket.say("{\"type\":\"ping\",\"id\":7,\"request_id\":\"r\"}");

            assertEquals(
                    "{\"type\":\"pong\",\"id\":7,\"request_id\":\"r\"}",
                    socket.message().text());
            socket.sendOrLeave(0x89, "control".getBytes(StandardCharsets.UTF_8));
            socket.awaitPongs(1);
            socket.sendOrLeave(0x01, "{\"type\":".getBytes(StandardCharsets.UTF_8));
            socket.sendOrLeave(0x80, "\"ping\"}".getBytes(StandardCharsets.UTF_8));
            assertEquals("pong", socket.message().type());
        }
    }

    @Test
    void a_reader_that_stops_reading_is_cut_and_resumes_and_the_one_beside_it_hears_all() {
        try (var stalled = listen();
                var healthy = listen()) {
            var place = stalled.message("hello").cursor();
            healthy.message("hello");
            var said = 0;
            var until = System.nanoTime() + LIMIT.toNanos();
            while (target.server.plugin.openStreams() == 2) {
                said++;
                target.say(said + " " + "x".repeat(300_000));
                assertEquals(said, number(healthy.message("message_added")));
                assertTrue(System.nanoTime() < until, "the stalled reader was not closed");
            }

            var heard = new ArrayList<Integer>();
            for (var message : stalled.rest()) {
                heard.add(number(message));
                place = message.cursor();
            }
            assertTrue(heard.size() < said);
            try (var again = listen(target.path(), "Last-Event-ID: " + place)) {
                again.message("hello");
                while (heard.size() < said) {
                    heard.add(number(again.message()));
                }
            }
            assertEquals(IntStream.rangeClosed(1, said).boxed().toList(), heard);
        }
    }

    @Test
    void whoever_never_reads_again_keeps_no_socket_of_ours() {
        try (var stalled = listen()) {
            stalled.message("hello");
            var until = System.nanoTime() + LIMIT.toNanos();
            while (target.server.plugin.openStreams() > 0) {
                target.say("x".repeat(300_000));
                assertTrue(System.nanoTime() < until, "the stalled reader was not closed");
            }

            while (target.server.sockets() > 0) {
                assertTrue(System.nanoTime() < until, "its socket is still there");
                Thread.onSpinWait();
            }
        }
    }

    private static int number(SocketStream.Message message) {
        var text = message.json().path("message").path("content").asText();
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    @Test
    void a_slow_reader_far_behind_is_heard_and_kept() {
        for (var i = 1; i <= 30; i++) {
            target.say(i + " " + "x".repeat(200_000));
        }
        try (var socket = listen(target.path() + "?last_event_id=earliest")) {
            socket.say("{\"type\":\"ping\"}");
            for (var i = 1; i <= 30; i++) {
                assertEquals(i, number(socket.message("message_added")));
            }
            target.say("31 ");
            assertEquals(31, number(socket.message("message_added")));
        }
    }
}
