package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;

/** A reader who does nothing wrong, and who must not notice what others do. */
final class HealthyStream implements AutoCloseable {

    private static final String BEAT = "beat";

    private final Target target;

    private final EventStream stream;

    private int beats;

    HealthyStream(Target target) {
        this.target = target;
        this.stream = target.server.stream(target.ana, target.path());
        stream.event("hello");
    }

    /** Fails unless the next thing that is announced arrives, and what was announced before did. */
    void requireHearing() {
        beats++;
        target.server
                .chat
                .sessions()
                .announce(Target.ANA, target.session, BEAT, JsonValue.of(beats), RequestKey.none());
        assertEquals(beats, nextBeat());
    }

    private int nextBeat() {
        while (true) {
            var notice = stream.event("notice").json();
            if (notice.path("notice_type").asText().equals(BEAT)) {
                return notice.path("body").asInt();
            }
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
