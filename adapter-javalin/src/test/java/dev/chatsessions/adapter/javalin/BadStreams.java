package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How streams are opened, or not. */
record BadStreams(Target target) {

    void addTo(BadInputRows rows) {
        rows.holds("E001", this::acceptIsNotNeeded);
        rows.refused("E003", () -> Answer.of(target.server.post(target.ana, target.path(), "{}")));
        rows.holds("E004", this::headLeavesNothing);
        rows.refused("E010", () -> target.get("/threads/" + UUID.randomUUID() + "/events"));
        rows.refused("E011", () -> target.get("/threads/" + target.deletedThread() + "/events"));
        rows.refused(
                "E012",
                () -> target.send(target.withCookie(target.path())
                        .header("Sec-Fetch-Site", "cross-site")
                        .GET()));
        rows.refused("E014", this::fromAServerThatGoes);
        rows.holds("E062", this::noneLastsForEver);
        rows.holds("E069", this::noProxyHoldsItBack);
    }

    private void acceptIsNotNeeded() {
        try (var none = target.listen();
                var any = target.server.stream(target.server
                        .request(target.ana, target.path())
                        .header("Accept", "*/*")
                        .GET())) {
            assertEquals("hello", none.event().type());
            assertEquals("hello", any.event().type());
        }
    }

    /** With room for one stream, one that a HEAD left would be one too many. */
    private void headLeavesNothing() {
        try (var narrow = new Target(settings -> settings.streamsPerCaller(1))) {
            for (var i = 0; i < 3; i++) {
                var head = narrow.send(
                        narrow.server.request(narrow.ana, narrow.path()).method("HEAD", BodyPublishers.noBody()));
                assertEquals(200, head.status());
                assertEquals("text/event-stream", head.headers().get("content-type"));
                assertEquals("", head.body());
                assertEquals(0, narrow.server.plugin.openStreams());
            }
            try (var stream = narrow.listen()) {
                assertEquals("hello", stream.event().type());
                assertEquals(1, narrow.server.plugin.openStreams());
            }
        }
    }

    /** Whoever is gone without a word keeps a stream no longer, and whoever is not misses nothing. */
    private void noneLastsForEver() {
        try (var brief =
                new Target(settings -> settings.streamAge(Duration.ofMillis(1)).heartbeat(Duration.ofMillis(1)))) {
            var place = brief.placeNow();
            for (var i = 0; i < 5; i++) {
                brief.say("message " + i);
                try (var stream = brief.resume(place)) {
                    var event = stream.event("message_added");
                    assertEquals("message " + i, Target.messageOf(event));
                    place = event.id();
                    assertEquals(List.of(), stream.rest());
                    assertEquals(Optional.of("2000"), stream.retry());
                }
            }
            try (var answer = brief.ask("what takes its time")) {
                answer.awaitComment();
                brief.assistant.say("an answer").finish();
                assertEquals("an answer", Target.words(answer.rest()));
            }
        }
    }

    private Answer fromAServerThatGoes() {
        try (var going = new Target()) {
            going.server.plugin.drain();
            return going.get(going.path());
        }
    }

    private void noProxyHoldsItBack() {
        try (var stream = target.listen()) {
            assertEquals("no", stream.headers.get("x-accel-buffering"));
            stream.awaitComment();
            assertEquals(": hb", stream.comments().get(0));
            assertTrue(HttpSettings.defaults().heartbeat().compareTo(Duration.ofSeconds(15)) <= 0);
        }
    }
}
