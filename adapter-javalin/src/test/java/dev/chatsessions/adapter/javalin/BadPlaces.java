package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Places to resume from that are malformed, somebody else's, or gone; and those that have to be good again and again. */
record BadPlaces(Target target) {

    void addTo(BadInputRows rows) {
        malformed(rows);
        elsewhere(rows);
        good(rows);
    }

    private void malformed(BadInputRows rows) {
        var head = target.placeNow();
        var upToSequence = head.substring(0, head.lastIndexOf('-') + 1);
        rows.holds("E021", () -> malformed("a".repeat(1024)));
        rows.holds("E023", () -> {
            malformed(head + ",1");
            malformed(head + " 1");
        });
        rows.holds("E024", () -> malformed(upToSequence + "-1"));
        rows.holds("E025", () -> malformed(upToSequence + "007"));
        rows.holds("E026", () -> malformed(upToSequence + "9223372036854775808"));
        rows.holds("E031", () -> malformed(upToSequence + "0x10"));
    }

    private void elsewhere(BadInputRows rows) {
        rows.holds("E027", () -> gap(placeOfBen(), "foreign"));
        rows.holds("E028", () -> gap(placeOfBen(), "foreign"));
        rows.holds("E032", () -> gap(new Cursor(head().log(), head().epoch() + 1, 1).toString(), "epoch"));
        rows.holds("E033", () -> gap(head().at(head().sequence() + 1_000_000).toString(), "future"));
        rows.holds("E034", () -> gap(cleared(target).toString(), "cleared"));
        rows.holds("E036", this::fromBeforeARestart);
    }

    private void good(BadInputRows rows) {
        rows.holds("E037", () -> replaysFromTheStart(""));
        rows.holds("E038", () -> replaysFromTheStart("earliest"));
        rows.holds("E042", this::whileTheAnswerFinishes);
        rows.holds("E043", this::fromTwoTabs);
        rows.holds("E046", this::overAndOver);
    }

    /** A place of which what came after it is kept no more. */
    static Cursor cleared(Target at) {
        var place = at.server.chat.live().head(Target.ANA, new Feed.OfSession(at.session));
        at.say("said before it was cleared");
        at.server.chat.threads().clear(Target.ANA, at.thread);
        return place;
    }

    private Cursor head() {
        return target.server.chat.live().head(Target.ANA, new Feed.OfSession(target.session));
    }

    private void malformed(String place) {
        try (var stream = target.resume(place)) {
            assertEquals(200, stream.status);
            assertEquals("hello", stream.event().type());
            var gap = stream.event().json();
            assertEquals("gap", gap.path("type").asText());
            assertEquals("malformed", gap.path("reason").asText());
            assertEquals("snapshot", stream.event().type());
        }
        var query = URLEncoder.encode(place, StandardCharsets.UTF_8);
        BadInputRows.requireRefused("400 invalid-cursor", target.get(target.path() + "?last_event_id=" + query));
    }

    private void gap(String place, String reason) {
        var inQuery = target.server.stream(target.ana, target.path() + "?last_event_id=" + place);
        for (var opened : List.of(target.resume(place), inQuery)) {
            try (var stream = opened) {
                assertEquals(200, stream.status);
                assertEquals("hello", stream.event().type());
                var gap = stream.event();
                assertEquals("gap", gap.type());
                assertEquals(reason, gap.json().path("reason").asText());
                assertFalse(gap.data().contains("ben"));
                assertEquals("snapshot", stream.event().type());
            }
        }
    }

    private String placeOfBen() {
        var ben = Caller.user("ben");
        var chat = target.server.chat;
        var his = chat.sessions()
                .open(ben, SessionStart.of(SessionKind.CHAT).withKey("chat"))
                .id();
        chat.sessions().announce(ben, his, "ben-only", JsonValue.of("ben"), RequestKey.none());
        return chat.live().head(ben, new Feed.OfSession(his)).toString();
    }

    private void fromBeforeARestart() {
        String place;
        try (var stream = target.server.stream(target.ana, "/threads/user-ana/events")) {
            place = stream.event("hello").id();
        }
        try (var restarted = new Target();
                var stream = restarted.server.stream(restarted
                        .server
                        .request(restarted.ana, "/threads/user-ana/events")
                        .header("Last-Event-ID", place)
                        .GET())) {
            assertEquals("hello", stream.event().type());
            assertEquals("gap", stream.event().type());
            assertEquals("snapshot", stream.event().type());
        }
    }

    private void replaysFromTheStart(String place) {
        try (var stream = target.resume(place)) {
            assertEquals("hello", stream.event().type());
            assertEquals("session_started", stream.event().type());
        }
    }

    private void whileTheAnswerFinishes() {
        for (var i = 0; i < 20; i++) {
            String place;
            try (var stream = target.ask("finishing " + i)) {
                target.assistant.say("one ");
                place = stream.event("token").id();
                stream.cut();
            }
            target.assistant.say("two").finish();
            var again = target.server
                    .request(target.ana, "/chat/stream")
                    .header("Last-Event-ID", place)
                    .GET();
            try (var stream = target.server.stream(again)) {
                var events = stream.rest();
                assertEquals("two", Target.words(events));
                assertEquals("done", events.get(events.size() - 1).type());
            }
        }
    }

    private void fromTwoTabs() {
        var place = target.placeNow();
        target.say("for both");
        try (var left = target.resume(place);
                var right = target.resume(place)) {
            assertEquals(
                    left.event("message_added").data(),
                    right.event("message_added").data());
        }
    }

    private void overAndOver() {
        var place = target.placeNow();
        target.say("again and again");
        for (var i = 0; i < 20; i++) {
            try (var stream = target.resume(place)) {
                assertEquals("again and again", Target.messageOf(stream.event("message_added")));
            }
        }
    }
}
