package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.chatsessions.Cursor;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.UserId;
import dev.chatsessions.session.SessionEvent;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RenderedEventsTest {

    private static final LogScope USER = new LogScope.OfUser(new UserId("somebody"));

    private final RenderedEvents rendered = new RenderedEvents(EventJson::from);

    @Test
    void an_event_is_rendered_and_framed_once_for_all_who_are_told_of_it() {
        var event = notice(1);
        for (var framing : Framing.values()) {
            var first = rendered.of(event).framed(framing, Cursor.of(USER, 7, 1));

            assertSame(first, rendered.of(event).framed(framing, Cursor.of(USER, 7, 1)));
        }
    }

    @Test
    void each_is_told_in_his_own_frame_and_with_his_own_place() {
        var event = notice(1);
        var json = Json.bytes(EventJson.from(event));
        for (var framing : Framing.values()) {
            for (var place : List.of(Cursor.of(USER, 7, 1), Cursor.of(USER, 8, 1))) {
                assertArrayEquals(
                        framing.event(place.toString(), json),
                        rendered.of(event).framed(framing, place));
            }
        }
    }

    @Test
    void no_event_is_told_as_another_however_many_there_are() {
        for (var event :
                LongStream.range(0, 2_000).mapToObj(RenderedEventsTest::notice).toList()) {
            var place = Cursor.of(USER, 7, event.sequence());
            assertArrayEquals(
                    Sse.event(place.toString(), Json.bytes(EventJson.from(event))),
                    rendered.of(event).framed(Framing.EVENT_STREAM, place));
        }
    }

    private static LiveEvent notice(long sequence) {
        return new SessionEvent.Notice(USER, sequence, Instant.EPOCH, "note", new JsonValue.Flag(true));
    }
}
