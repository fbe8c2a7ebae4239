package dev.chatsessions.examples.testdouble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.inmemory.MovableClock;
import dev.chatsessions.core.SessionCore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhiteboardTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final Caller ADA = Caller.user("ada");

    @Test
    void a_note_stays_while_the_room_is_used() {
        var clock = MovableClock.startingAt(NOON);
        try (var storage = InMemoryStorage.builder().clock(clock).build();
                var chat = SessionCore.builder().storage(storage).build()) {
            var whiteboard = new Whiteboard(chat);
            whiteboard.pin(ADA, "kitchen", "Back at two");

            clock.advance(Duration.ofMinutes(40));
            whiteboard.pin(ADA, "kitchen", "Back at three");
            clock.advance(Duration.ofMinutes(40));
            chat.housekeeping().runOnce();

            assertEquals(Optional.of("Back at three"), whiteboard.note(ADA, "kitchen"));
        }
    }

    @Test
    void a_note_is_gone_after_an_hour_without_use() {
        var clock = MovableClock.startingAt(NOON);
        try (var storage = InMemoryStorage.builder().clock(clock).build();
                var chat = SessionCore.builder().storage(storage).build()) {
            var whiteboard = new Whiteboard(chat);
            whiteboard.pin(ADA, "kitchen", "Back at two");

            clock.advance(Duration.ofMinutes(61));
            chat.housekeeping().runOnce();

            assertEquals(Optional.empty(), whiteboard.note(ADA, "kitchen"));
        }
    }
}
