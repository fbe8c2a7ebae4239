package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.BuiltInAssistant;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StalledReaderTest {

    private static final Caller ANA = Caller.user("ana");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final TestServer server = new TestServer(
            BuiltInAssistant.instant(),
            settings -> settings.stall(Duration.ofSeconds(1)),
            options -> options.observer(HttpMetrics.of(registry)));

    private final String ana = server.token("ana");

    private final SessionId session = server.chat
            .sessions()
            .open(ANA, SessionStart.of(SessionKind.CHAT).withKey("chat"))
            .id();

    private final ThreadId thread =
            server.chat.threads().open(ANA, session, ThreadStart.of("user-ana")).id();

    private int said;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_reader_that_stops_reading_is_closed_and_the_one_beside_it_hears_all_at_once() {
        var path = "/threads/user-ana/events";
        try (var stalled = server.stream(ana, path);
                var healthy = server.stream(ana, path)) {
            var place = stalled.event("hello").id();
            healthy.event("hello");
            // Jetty gives up on an idle connection after 30 s, which is not what is meant here.
            var until = System.nanoTime() + Duration.ofSeconds(15).toNanos();

            while (server.plugin.openStreams() == 2) {
                say();
                assertEquals(said, number(healthy.event("message_added")));
                assertTrue(System.nanoTime() < until, "the stalled reader was not closed");
            }

            assertTrue(said > 3, "the healthy reader waited for the other");
            var last = place;
            var heard = 0;
            for (var event = stalled.next(); event.isPresent(); event = stalled.next()) {
                heard++;
                assertEquals(heard, number(event.get()));
                last = event.get().id();
            }
            assertEquals(
                    1,
                    registry.get("chat.sessions.http.streams.ended")
                            .tags("transport", "sse", "reason", "slow")
                            .counter()
                            .count());
            try (var again = server.stream(
                    server.request(ana, path).header("Last-Event-ID", last).GET())) {
                again.event("hello");
                var resumed = registry.get("chat.sessions.http.streams.resumed").summary();
                assertEquals(1, resumed.count());
                assertEquals(said - heard, resumed.totalAmount());
                while (heard < said) {
                    heard++;
                    assertEquals(heard, number(again.event()));
                }
            }
        }
    }

    @Test
    void a_reader_far_behind_reads_the_log_at_its_own_pace() {
        for (var i = 0; i < 60; i++) {
            say();
        }

        try (var stream = server.stream(ana, "/threads/user-ana/events?last_event_id=earliest")) {
            stream.event("thread_opened");
            for (var number = 1; number <= said; number++) {
                assertEquals(number, number(stream.event()));
            }
            say();
            assertEquals(said, number(stream.event()));
        }
    }

    private void say() {
        said++;
        var text = said + " " + "x".repeat(300_000);
        server.chat.threads().append(ANA, thread, List.of(NewMessage.assistant(text)), RequestKey.none());
    }

    private static int number(EventStream.Event event) {
        var text = event.json().path("message").path("content").asText();
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }
}
