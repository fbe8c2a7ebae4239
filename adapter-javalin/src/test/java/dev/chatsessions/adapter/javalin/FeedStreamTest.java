package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.Wire.ok;
import static dev.chatsessions.adapter.javalin.Wire.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.javalin.EventStream.Event;
import dev.chatsessions.core.BuiltInAssistant;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedStreamTest {

    private static final Caller ANA = Caller.user("ana");

    /** More than any other test here opens before the server notices which of them were left. */
    private static final int MOST_STREAMS = 8;

    private final TestServer server = new TestServer(
            BuiltInAssistant.instant(),
            settings -> settings.streamsPerCaller(MOST_STREAMS).heartbeat(Duration.ofMillis(300)),
            options -> options);

    private final String ana = server.token("ana");

    private final SessionId session = server.chat
            .sessions()
            .open(ANA, SessionStart.of(SessionKind.CHAT).withKey("chat"))
            .id();

    private final ThreadId thread =
            server.chat.threads().open(ANA, session, ThreadStart.of("user-ana")).id();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void hello_comes_first_with_the_head_and_a_place_to_resume_from() {
        try (var stream = server.stream(ana, "/sessions/" + session + "/events")) {
            var hello = stream.event();

            assertEquals("hello", hello.type());
            assertEquals(hello.json().path("head").asText(), hello.id());
            say("one");
            try (var again = resume(hello.id())) {
                assertEquals("one", messageOf(again.event("message_added")));
            }
        }
    }

    @Test
    void a_thread_is_streamed_by_its_id_and_by_its_key() {
        for (var name : List.of(thread.toString(), "user-ana")) {
            try (var stream = server.stream(ana, "/threads/" + name + "/events?last_event_id=earliest")) {
                assertEquals("thread_opened", stream.event("thread_opened").type());
            }
        }
    }

    @Test
    void a_reader_cut_anywhere_gets_every_event_once() {
        try (var whole = server.stream(ana, "/sessions/" + session + "/events")) {
            whole.event("hello");
            var heard = new ArrayList<Event>();
            var place = whole.lastId();
            for (var i = 0; i < 5; i++) {
                say("message " + i);
                try (var part = resume(place)) {
                    part.event("hello");
                    heard.add(part.event());
                    place = part.lastId();
                }
            }

            assertEquals(
                    heard.stream().map(Event::data).toList(),
                    next(whole, 5).stream().map(Event::data).toList());
        }
    }

    @Test
    void a_reader_cut_right_after_hello_has_lost_nothing() {
        String place;
        try (var stream = server.stream(ana, "/sessions/" + session + "/events")) {
            place = stream.event("hello").id();
        }
        say("meanwhile");

        try (var again = resume(place)) {
            assertEquals(place, again.event("hello").id());
        }
    }

    @Test
    void each_of_two_readers_of_one_place_gets_everything() {
        String place;
        try (var stream = server.stream(ana, "/sessions/" + session + "/events")) {
            place = stream.event("hello").id();
        }
        say("one");

        try (var left = resume(place);
                var right = resume(place)) {
            assertEquals(
                    left.event("message_added").data(),
                    right.event("message_added").data());
        }
    }

    @Test
    void what_cannot_be_resumed_is_a_gap_a_snapshot_and_then_goes_on() {
        say("before");
        var head = server.chat.live().head(ANA, new dev.chatsessions.live.Feed.OfSession(session));
        var future = head.at(head.sequence() + 1_000);
        var otherLife = new Cursor(head.log(), head.epoch() + 1, 1);
        var foreign = Cursor.of(new dev.chatsessions.LogScope.OfSession(new SessionId(UUID.randomUUID())), 7, 7);
        var places = List.of(future, otherLife, foreign, "nonsense");
        var reasons = List.of("future", "epoch", "foreign", "malformed");

        for (var i = 0; i < places.size(); i++) {
            try (var stream = resume(places.get(i).toString())) {
                assertEquals("hello", stream.event().type());
                var gap = stream.event();
                assertEquals("gap", gap.type());
                assertEquals(reasons.get(i), gap.json().path("reason").asText());
                var snapshot = stream.event();
                assertEquals("snapshot", snapshot.type());
                assertEquals(gap.json().path("head").asText(), snapshot.id());
                assertEquals(
                        session.toString(),
                        snapshot.json().path("session").path("id").asText());
                say("after " + i);
                assertEquals("after " + i, messageOf(stream.event("message_added")));
            }
        }
    }

    @Test
    void clearing_is_told_to_whoever_was_away() {
        String place;
        try (var stream = server.stream(ana, "/threads/user-ana/events")) {
            place = stream.event("hello").id();
        }
        say("secret");
        ok(200, server.delete(ana, "/chat/history"));

        try (var again = server.stream(server.request(ana, "/threads/user-ana/events")
                .header("Last-Event-ID", place)
                .GET())) {
            assertEquals("cleared", again.event("gap").json().path("reason").asText());
            var snapshot = again.event("snapshot");
            assertFalse(snapshot.data().contains("secret"));
        }
    }

    @Test
    void an_empty_header_and_earliest_begin_with_the_oldest_event() {
        for (var place : List.of("", "earliest")) {
            try (var stream = resume(place)) {
                assertEquals("hello", stream.event().type());
                assertEquals("session_started", stream.event().type());
            }
        }
    }

    @Test
    void every_event_of_the_log_has_a_type_a_sequence_and_a_time() {
        server.chat.sessions().rename(ANA, session, java.util.Optional.of("Plans"), ExpectedVersion.any());
        server.chat
                .sessions()
                .changeState(
                        ANA,
                        session,
                        new StateChange.Put("mood", JsonValue.of("fine")),
                        ExpectedVersion.any(),
                        RequestKey.none());
        server.chat
                .sessions()
                .changeState(ANA, session, new StateChange.Remove("mood"), ExpectedVersion.any(), RequestKey.none());
        server.chat.sessions().announce(ANA, session, "wave", JsonValue.of(true), RequestKey.none());
        ok(200, server.post(ana, "/chat", "{\"message\":\"hi\"}"));
        ok(200, server.delete(ana, "/chat/history"));
        server.chat.threads().rename(ANA, thread, java.util.Optional.of("Mine"), ExpectedVersion.any());

        try (var stream = resume("earliest")) {
            stream.event("hello");
            var last = 0L;
            var types = new ArrayList<String>();
            while (!types.contains("thread_renamed")) {
                var event = stream.event().json();
                types.add(event.path("type").asText());
                assertTrue(event.path("sequence").asLong() > last, event::toString);
                last = event.path("sequence").asLong();
                assertTrue(event.path("at").asText().endsWith("Z"), event::toString);
            }
            assertTrue(
                    types.containsAll(List.of(
                            "session_started",
                            "thread_opened",
                            "session_changed",
                            "state_changed",
                            "notice",
                            "thread_cleared")),
                    types::toString);
        }
    }

    @Test
    void a_stream_ends_with_its_session_also_for_who_comes_late() {
        try (var stream = server.stream(ana, "/sessions/" + session + "/events")) {
            stream.event("hello");
            server.chat.sessions().end(ANA, session, ExpectedVersion.any());

            assertEquals(
                    "terminated",
                    stream.event("session_changed").json().path("status").asText());
            assertEquals(
                    "session_ended", stream.event("end").json().path("reason").asText());
            assertTrue(stream.next().isEmpty());
            try (var late = resume(stream.lastId())) {
                assertEquals(
                        List.of("hello", "end"),
                        late.rest().stream().map(Event::type).toList());
            }
        }
    }

    @Test
    void a_stream_ends_with_its_thread() {
        try (var stream = server.stream(ana, "/threads/" + thread + "/events")) {
            stream.event("hello");
            server.chat.threads().delete(ANA, thread);

            assertEquals("deleted", stream.event("end").json().path("reason").asText());
        }
        problem(410, "gone", server.get(ana, "/threads/" + thread + "/events"));
        problem(404, "not-found", server.get(server.token("ben"), "/threads/" + thread + "/events"));
    }

    @Test
    void a_silent_stream_says_that_it_is_alive() {
        try (var stream = server.stream(ana, "/sessions/" + session + "/events")) {
            stream.awaitComment();

            assertEquals(List.of(": hb"), stream.comments());
        }
    }

    @Test
    void a_stream_opens_whatever_the_client_accepts_unless_it_says_otherwise() {
        var path = "/sessions/" + session + "/events";
        try (var none = server.stream(ana, path);
                var any = server.stream(server.request(ana, path)
                        .header("Accept", "application/json, */*")
                        .GET())) {
            assertEquals("hello", none.event().type());
            assertEquals("hello", any.event().type());
        }
        problem(
                406,
                "not-acceptable",
                server.send(server.request(ana, path)
                        .header("Accept", "application/xml")
                        .GET()));
    }

    @Test
    void a_head_of_a_stream_opens_none() {
        var head = server.send(
                server.request(ana, "/sessions/" + session + "/events").method("HEAD", BodyPublishers.noBody()));

        assertEquals(200, head.statusCode());
        assertEquals(
                "text/event-stream", head.headers().firstValue("Content-Type").orElse(""));
        assertEquals("", head.body());
        assertEquals(0, server.plugin.openStreams());
    }

    @Test
    void a_caller_has_so_many_streams_and_no_more() {
        var path = "/sessions/" + session + "/events";
        var streams = Stream.generate(() -> server.stream(ana, path))
                .limit(MOST_STREAMS)
                .toList();
        streams.forEach(stream -> stream.event("hello"));

        problem(429, "rate-limited", server.get(ana, path));
        problem(429, "rate-limited", server.post(ana, "/chat/stream", "{\"message\":\"not asked\"}"));
        streams.forEach(EventStream::close);
        assertEquals(
                0,
                ok(200, server.get(ana, "/chat/history")).path("message_count").asInt());
    }

    @Test
    void a_place_given_back_can_be_taken_again() {
        var path = "/sessions/" + session + "/events";
        for (var i = 0; i < 10; i++) {
            try (var stream = server.stream(ana, path)) {
                stream.event("hello");
                server.chat.sessions().announce(ANA, session, "wave", JsonValue.of(i), RequestKey.none());
                stream.event("notice");
                stream.cut();
            }
            awaitStreams(0);
        }
    }

    @Test
    void a_revoked_token_closes_its_streams_within_a_second() {
        var token = server.issue("ana", Duration.ofHours(1));
        try (var stream = server.stream(token.secret(), "/sessions/" + session + "/events");
                var other = server.stream(ana, "/sessions/" + session + "/events")) {
            stream.event("hello");
            other.event("hello");
            var revoked = System.nanoTime();
            server.chat.administration().revoke(Caller.admin("test"), token.id());

            var last = stream.event("error");

            assertTrue(System.nanoTime() - revoked < Duration.ofSeconds(1).toNanos());
            assertEquals("token-revoked", last.json().path("code").asText());
            assertTrue(stream.next().isEmpty());
            say("still here");
            assertEquals("still here", messageOf(other.event("message_added")));
        }
    }

    @Test
    void an_expired_token_closes_its_streams() {
        var clock = new MovableClock();
        try (var old = new TestServer(
                InMemoryStorage.builder().clock(clock).build(),
                BuiltInAssistant.instant(),
                settings -> settings,
                options -> options)) {
            var own = old.chat
                    .sessions()
                    .open(ANA, SessionStart.of(SessionKind.CHAT).withKey("chat"))
                    .id();
            var token = old.token("ana");
            try (var stream = old.stream(token, "/sessions/" + own + "/events")) {
                stream.event("hello");
                clock.forward(Duration.ofDays(1));

                assertEquals(
                        "token-expired",
                        stream.event("error").json().path("code").asText());
                assertTrue(stream.next().isEmpty());
            }
            problem(401, "unauthenticated", old.get(token, "/me"));
        }
    }

    @Test
    void a_server_that_goes_sends_its_readers_away_with_their_place() {
        try (var stream = server.stream(ana, "/sessions/" + session + "/events")) {
            stream.event("hello");
            say("one");
            stream.event("message_added");

            server.plugin.drain();

            assertTrue(stream.rest().isEmpty());
            var refused = server.get(ana, "/sessions/" + session + "/events");
            problem(503, "draining", refused);
            assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        }
    }

    @Test
    void readers_that_are_sent_away_over_a_while_hear_on_until_their_turn_comes() {
        try (var stream = server.stream(ana, "/sessions/" + session + "/events")) {
            stream.event("hello");

            server.plugin.drain(Duration.ofHours(1));

            problem(503, "draining", server.get(ana, "/sessions/" + session + "/events"));
            say("one");
            stream.event("message_added");
            server.plugin.drain(Duration.ofMillis(50));
            assertTrue(stream.rest().isEmpty());
        }
    }

    @Test
    void any_text_comes_through_as_it_was() {
        var texts = List.of(
                "a\rb\r\nc\nd",
                "data: {\"type\":\"done\"}\n\nid: 1\nevent: end",
                "\u2028\u2029 \u0085 \uFEFF",
                "\uD83D\uDE00 \uD83D\uDC68\u200D\uD83D\uDC69 \u05E9\u05DC\u05D5\u05DD \u202Etfel",
                ":",
                "\t\u0001\u001F\u007F",
                "x".repeat(64 * 1024));
        try (var stream = server.stream(ana, "/threads/user-ana/events")) {
            stream.event("hello");
            for (var text : texts) {
                say(text);
                assertEquals(text, messageOf(stream.event()));
            }
        }
    }

    private void awaitStreams(int open) {
        var until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (server.plugin.openStreams() != open) {
            server.chat.sessions().announce(ANA, session, "knock", JsonValue.of(1), RequestKey.none());
            assertTrue(System.nanoTime() < until, "the server has not noticed that its reader left");
        }
    }

    private EventStream resume(String place) {
        return server.stream(server.request(ana, "/sessions/" + session + "/events")
                .header("Last-Event-ID", place)
                .GET());
    }

    private void say(String text) {
        server.chat.threads().append(ANA, thread, List.of(NewMessage.assistant(text)), RequestKey.none());
    }

    private static String messageOf(Event event) {
        return event.json().path("message").path("content").asText();
    }

    private static List<Event> next(EventStream stream, int count) {
        var events = new ArrayList<Event>();
        for (var i = 0; i < count; i++) {
            events.add(stream.event());
        }
        return events;
    }
}
