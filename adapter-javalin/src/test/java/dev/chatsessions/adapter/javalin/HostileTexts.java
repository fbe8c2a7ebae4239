package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import java.util.List;

/** Texts that would break a stream which was not written with care, and have to come through it as they are. */
record HostileTexts(Target target) {

    void addTo(BadInputRows rows) {
        rows.holds("E048", () -> comesThrough("a\rb\r\nc"));
        rows.holds("E050", () -> comesThrough("data: {\"type\":\"end\"}\n\ndata: x"));
        rows.holds("E051", this::noTextNamesAnEvent);
        rows.holds("E052", this::noTextBecomesAnId);
        rows.holds("E055", this::emptyDataIsDispatched);
        rows.holds("E056", () -> comesThrough("a\u2028b\u2029c"));
        rows.holds("E057", this::aPairInTwoPieces);
        rows.holds("E058", () -> comesThrough("x".repeat(64 * 1024)));
        rows.holds("E059", this::halfAPair);
    }

    private void comesThrough(String text) {
        try (var stream = target.listen()) {
            stream.event("hello");
            target.say(text);
            assertEquals(text, Target.messageOf(stream.event()));
        }
    }

    private void noTextNamesAnEvent() {
        var name = "end of data: event: end";
        try (var stream = target.listen()) {
            stream.event("hello");
            announce(name, JsonValue.of(1));
            var notice = stream.event("notice");
            assertEquals("", notice.name());
            assertEquals(name, notice.json().path("notice_type").asText());
        }
    }

    private void noTextBecomesAnId() {
        var forged = "\r\nid: forged\r\n\r\n";
        try (var stream = target.listen()) {
            stream.event("hello");
            target.say(forged);
            var event = stream.event("message_added");
            assertEquals(forged, Target.messageOf(event));
            assertFalse(event.id().contains("forged"));
        }
    }

    private void emptyDataIsDispatched() {
        try (var stream = target.listen()) {
            stream.event("hello");
            announce("empty", JsonValue.of(""));
            assertEquals("", stream.event("notice").json().path("body").asText("absent"));
        }
    }

    private void aPairInTwoPieces() {
        try (var stream = target.ask("emoji")) {
            target.assistant.say("\uD83D").say("\uDE00").finish();
            assertEquals("\uD83D\uDE00", Target.words(stream.rest()));
        }
    }

    /** Nothing can keep it or send it, so what stands for it has to be the same everywhere. */
    private void halfAPair() {
        var readable = "a\uFFFDb";
        try (var stream = target.ask("half a pair")) {
            target.assistant.say("a\uD83Db").finish();
            var events = stream.rest();
            assertEquals(readable, Target.words(events));
            assertEquals("done", events.get(events.size() - 1).type());
        }
        var messages = Wire.json(target.get("/chat/history?limit=1").body()).path("messages");
        assertEquals(List.of(readable), Wire.texts(messages, "content"));
        aPlaceInsideAPair();
    }

    /** No client was ever told half of an emoji, so a place there is forged. */
    private void aPlaceInsideAPair() {
        String place;
        try (var stream = target.ask("an emoji")) {
            target.assistant.say("\uD83D\uDE00").finish();
            place = stream.event("token").id();
            stream.event("done");
        }
        var inside = target.server
                .request(target.ana, "/chat/stream")
                .header("Last-Event-ID", place.substring(0, place.lastIndexOf('.')) + ".1");
        try (var stream = target.server.stream(inside.GET())) {
            var events = stream.rest();
            assertEquals("gap", events.get(0).type());
            assertEquals("\uD83D\uDE00", Target.words(events));
        }
    }

    private void announce(String type, JsonValue body) {
        target.server.chat.sessions().announce(Target.ANA, target.session, type, body, RequestKey.none());
    }
}
