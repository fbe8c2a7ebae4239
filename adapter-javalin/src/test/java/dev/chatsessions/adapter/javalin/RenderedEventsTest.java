package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.UserId;
import dev.chatsessions.session.SessionEvent;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RenderedEventsTest {

    private static final LogScope USER = new LogScope.OfUser(new UserId("somebody"));

    private final RenderedEvents rendered = new RenderedEvents(EventJson::from);

    @Test
    void an_event_is_rendered_once_for_all_who_are_told_of_it() {
        var event = notice(1);

        assertSame(rendered.of(event), rendered.of(event));
    }

    @Test
    void no_event_is_told_as_another_however_many_there_are() {
        for (var event :
                LongStream.range(0, 2_000).mapToObj(RenderedEventsTest::notice).toList()) {
            assertArrayEquals(Json.bytes(EventJson.from(event)), rendered.of(event));
        }
    }

    private static LiveEvent notice(long sequence) {
        return new SessionEvent.Notice(USER, sequence, Instant.EPOCH, "note", new JsonValue.Flag(true));
    }
}
