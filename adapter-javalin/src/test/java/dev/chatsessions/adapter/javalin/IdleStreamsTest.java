package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.core.BuiltInAssistant;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleStreamsTest {

    private static final int STREAMS = 300;

    private final TestServer server = new TestServer(
            BuiltInAssistant.instant(),
            settings -> settings.unlimitedRate().streamsPerCaller(STREAMS).heartbeat(Duration.ofMillis(300)),
            options -> options);

    private final ArrayList<EventStream> streams = new ArrayList<>();

    @AfterEach
    void close() {
        streams.forEach(EventStream::close);
        server.close();
    }

    @Test
    void an_idle_stream_keeps_no_thread() {
        var ana = server.token("ana");
        server.post(ana, "/chat", "{\"message\":\"hello\"}");
        openStream(ana);
        var before = ManagementFactory.getThreadMXBean().getThreadCount();

        while (streams.size() < STREAMS) {
            openStream(ana);
        }
        // Each of them was written to since it was opened, and so has seen whatever a heartbeat needs.
        streams.forEach(EventStream::awaitComment);

        var more = ManagementFactory.getThreadMXBean().getThreadCount() - before;
        assertTrue(more < STREAMS / 4, more + " threads more for " + STREAMS + " streams");
        server.post(ana, "/chat", "{\"message\":\"again\"}");
        streams.forEach(stream -> assertEquals(
                "again",
                stream.event("message_added").json().at("/message/content").asText()));
    }

    private void openStream(String token) {
        var stream = server.stream(token, "/threads/user-ana/events");
        assertEquals("hello", stream.event().type());
        streams.add(stream);
    }
}
