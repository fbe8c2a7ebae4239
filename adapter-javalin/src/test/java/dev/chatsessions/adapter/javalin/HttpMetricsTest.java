package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.Wire.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.core.BuiltInAssistant;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final TestServer server = new TestServer(
            BuiltInAssistant.instant(), settings -> settings, options -> options.observer(metrics(registry)));

    private final String ana = server.token("ana");

    private static HttpMetrics metrics(MeterRegistry registry) {
        return HttpMetrics.of(registry);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void requests_are_counted_by_the_route_and_not_by_its_ids() {
        ok(200, server.post(ana, "/chat", "{\"message\":\"hi\"}"));
        server.get(ana, "/sessions/" + UUID.randomUUID());
        server.get(ana, "/sessions/" + UUID.randomUUID());
        server.get("guessed", "/me");
        server.get(ana, "/nobody/has/this");

        assertEquals(1, requests("POST", "/chat", "200"));
        assertEquals(2, requests("GET", "/sessions/{id}", "404"));
        assertEquals(1, requests("GET", "/me", "401"));
        assertEquals(1, requests("GET", "unknown", "404"));
        var named = registry.getMeters().stream().map(Meter::getId).toList();
        assertTrue(named.stream().noneMatch(id -> id.toString().matches(".*[0-9a-f]{8}-.*|.*ana.*")), named::toString);
    }

    @Test
    void a_stream_is_counted_when_it_has_begun_and_by_how_it_ended() {
        ok(200, server.post(ana, "/chat", "{\"message\":\"hi\"}"));
        try (var stream = server.stream(ana, "/threads/user-ana/events")) {
            stream.event("hello");
            server.plugin.drain();
            stream.rest();
        }

        assertEquals(1, requests("GET", "/threads/{id}/events", "200"));
        assertEquals(1, ended("sse", "moving"));
        assertEquals(0, ended("sse", "slow"));
        assertEquals(0, ended("websocket", "slow"));
    }

    private long requests(String method, String route, String status) {
        return registry.get("chat.sessions.http.requests")
                .tags("method", method, "route", route, "status", status)
                .timer()
                .count();
    }

    private double ended(String transport, String reason) {
        return registry.get("chat.sessions.http.streams.ended")
                .tags("transport", transport, "reason", reason)
                .counter()
                .count();
    }
}
