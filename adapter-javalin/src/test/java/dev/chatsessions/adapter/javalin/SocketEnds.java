package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import java.time.Duration;

/** What ends a WebSocket from our side, and where one goes on. */
record SocketEnds(Target target) {

    void addTo(BadInputRows rows) {
        rows.holds("S051", () -> gap(head().at(head().sequence() + 1_000), "future"));
        rows.holds("S052", () -> gap(BadPlaces.cleared(target), "cleared"));
        rows.holds("S053", () -> gap(new Cursor(head().log(), head().epoch() + 1, 1), "epoch"));
        rows.holds("S059", this::noPong);
        rows.holds("S060", this::stopsReading);
        rows.holds("S063", this::expiredToken);
        rows.holds("S064", this::revokedToken);
        rows.holds("S065", this::endedMeanwhile);
        rows.holds("S066", SocketEnds::goes);
    }

    private static SocketStream listen(TestServer server, String token, String path) {
        return SocketStream.open(server.port(), path, "Authorization: Bearer " + token);
    }

    private static SocketStream listen(Target at) {
        return listen(at.server, at.ana, at.path());
    }

    private Cursor head() {
        return target.server.chat.live().head(Target.ANA, new Feed.OfSession(target.session));
    }

    private void gap(Cursor place, String reason) {
        try (var socket = listen(target.server, target.ana, target.path() + "?last_event_id=" + place)) {
            assertEquals("hello", socket.message().type());
            assertEquals(reason, socket.message().json().path("reason").asText());
            assertEquals("snapshot", socket.message().type());
        }
    }

    private void noPong() {
        assertEquals(Duration.ofSeconds(10), HttpSettings.defaults().pong());
        try (var own = new Target(
                        settings -> settings.heartbeat(Duration.ofMillis(200)).pong(Duration.ofMillis(500)));
                var healthy = listen(own);
                var dead = SocketStream.openSilent(own.server.port(), own.path(), "Authorization: Bearer " + own.ana)) {
            dead.message("hello");
            healthy.message("hello");

            healthy.awaitPings(5);

            assertEquals(4012, dead.closeCode());
            own.say("still here");
            healthy.message("message_added");
        }
    }

    /** It is told, but never hears it; what it hears is that the line is cut. */
    private void stopsReading() {
        try (var own = new Target(
                        settings -> settings.stall(Duration.ofMillis(800)).pong(Duration.ofMinutes(1)));
                var stalled = listen(own);
                var healthy = listen(own)) {
            stalled.message("hello");
            healthy.message("hello");
            var said = 0;
            var until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
            while (own.server.plugin.openStreams() == 2) {
                said++;
                own.say(said + " " + "x".repeat(300_000));
                assertTrue(healthy.message("message_added").text().contains("\"" + said + " x"));
                assertTrue(System.nanoTime() < until, "the stalled reader was not closed");
            }
            assertTrue(stalled.rest().size() < said, "it was closed although it read everything");
        }
    }

    private void expiredToken() {
        var clock = new MovableClock();
        var storage = InMemoryStorage.builder().clock(clock).build();
        try (var server = new TestServer(storage, target.assistant, settings -> settings, options -> options)) {
            var own = server.chat
                    .sessions()
                    .open(Target.ANA, SessionStart.of(SessionKind.CHAT).withKey("chat"));
            try (var socket = listen(server, server.token("ana"), Target.path(own.id()))) {
                socket.message("hello");
                clock.forward(Duration.ofDays(1));
                assertEquals(
                        "token-expired",
                        socket.message("error").json().path("code").asText());
                assertEquals(4401, socket.closeCode());
            }
        }
    }

    private void revokedToken() {
        var token = target.server.issue("ana", Duration.ofHours(1));
        try (var socket = listen(target.server, token.secret(), target.path())) {
            socket.message("hello");
            target.server.chat.administration().revoke(Caller.admin("test"), token.id());
            assertEquals(
                    "token-revoked", socket.message("error").json().path("code").asText());
            assertEquals(4401, socket.closeCode());
        }
    }

    private void endedMeanwhile() {
        var ending = target.startSession("ending-socket");
        try (var socket = listen(target.server, target.ana, Target.path(ending))) {
            socket.message("hello");
            target.server.chat.sessions().end(Target.ANA, ending, ExpectedVersion.any());
            assertEquals("session_changed", socket.message().type());
            assertEquals("end", socket.message().type());
            assertEquals(4410, socket.closeCode());
        }
    }

    private static void goes() {
        try (var own = new Target();
                var socket = listen(own)) {
            socket.message("hello");
            own.server.plugin.drain();
            assertEquals(1012, socket.closeCode());
        }
    }
}
