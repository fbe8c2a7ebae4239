package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.ThreadStart;
import java.time.Duration;
import java.util.List;

/** What ends a stream from our side. */
record StreamEnds(Target target) {

    void addTo(BadInputRows rows) {
        rows.holds("E041", this::endedBefore);
        rows.holds("E060", this::aReaderThatStalls);
        rows.holds("E064", this::expiredToken);
        rows.holds("E065", this::revokedToken);
        rows.holds("E066", this::endedMeanwhile);
        rows.holds("E067", this::deletedMeanwhile);
    }

    private void endedBefore() {
        var chat = target.server.chat;
        var ended = target.startSession("ended");
        chat.sessions().end(Target.ANA, ended, ExpectedVersion.any());
        var head = chat.live().head(Target.ANA, new Feed.OfSession(ended));
        try (var stream = target.server.stream(target.ana, Target.path(ended) + "?last_event_id=" + head)) {
            assertEquals(
                    List.of("hello", "end"),
                    stream.rest().stream().map(EventStream.Event::type).toList());
        }
    }

    /** Whoever takes nothing is cut off, and with the limit's default within five seconds; the other hears every word. */
    private void aReaderThatStalls() {
        assertTrue(HttpSettings.defaults().stall().compareTo(Duration.ofSeconds(5)) < 0);
        try (var own = new Target();
                var stalled = own.listen();
                var healthy = own.listen()) {
            stalled.event("hello");
            healthy.event("hello");
            var said = 0;
            // Jetty gives up on an idle connection after 30 s, which is not what is meant here.
            var until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
            while (own.server.plugin.openStreams() == 2) {
                said++;
                var text = said + " " + "x".repeat(300_000);
                own.say(text);
                assertEquals(text, Target.messageOf(healthy.event("message_added")));
                assertTrue(System.nanoTime() < until, "the stalled reader was not closed");
            }
            assertEquals(1, own.server.plugin.openStreams());
            assertTrue(stalled.rest().size() < said, "it was closed although it read everything");
            own.say("still here");
            assertEquals("still here", Target.messageOf(healthy.event("message_added")));
        }
    }

    private void expiredToken() {
        var clock = new MovableClock();
        var storage = InMemoryStorage.builder().clock(clock).build();
        try (var server = new TestServer(storage, target.assistant, settings -> settings, options -> options)) {
            var own = server.chat
                    .sessions()
                    .open(Target.ANA, SessionStart.of(SessionKind.CHAT).withKey("chat"));
            try (var stream = server.stream(server.token("ana"), Target.path(own.id()))) {
                stream.event("hello");
                clock.forward(Duration.ofDays(1));
                assertEquals(
                        "token-expired",
                        stream.event("error").json().path("code").asText());
                assertTrue(stream.next().isEmpty());
            }
        }
    }

    private void revokedToken() {
        assertTrue(HttpSettings.defaults().recheck().compareTo(Duration.ofSeconds(1)) < 0);
        var token = target.server.issue("ana", Duration.ofHours(1));
        try (var stream = target.server.stream(token.secret(), target.path())) {
            stream.event("hello");
            target.server.chat.administration().revoke(Caller.admin("test"), token.id());
            assertEquals(
                    "token-revoked", stream.event("error").json().path("code").asText());
            assertTrue(stream.next().isEmpty());
        }
    }

    private void endedMeanwhile() {
        var ending = target.startSession("ending");
        try (var stream = target.server.stream(target.ana, Target.path(ending))) {
            stream.event("hello");
            target.server.chat.sessions().end(Target.ANA, ending, ExpectedVersion.any());
            assertEquals(
                    "session_ended", stream.event("end").json().path("reason").asText());
            assertTrue(stream.next().isEmpty());
        }
    }

    private void deletedMeanwhile() {
        var threads = target.server.chat.threads();
        var doomed =
                threads.open(Target.ANA, target.session, ThreadStart.unnamed()).id();
        try (var stream = target.server.stream(target.ana, "/threads/" + doomed + "/events")) {
            stream.event("hello");
            threads.delete(Target.ANA, doomed);
            assertEquals("deleted", stream.event("end").json().path("reason").asText());
            assertTrue(stream.next().isEmpty());
        }
    }
}
