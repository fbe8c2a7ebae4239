package dev.chatsessions.adapter.inmemory;

import static dev.chatsessions.adapter.inmemory.Samples.LOG;
import static dev.chatsessions.adapter.inmemory.Samples.NOON;
import static dev.chatsessions.adapter.inmemory.Samples.THREAD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.JsonValue;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LogTest {

    private static final ThreadId OTHER = new ThreadId(Samples.id(3));

    private final Journal journal = new Journal();

    private final Log log = new Log(journal, LOG, 1);

    @Test
    void the_events_of_a_thread_are_told_apart_whenever_they_came() {
        tellOf(THREAD, OTHER, THREAD);
        assertEquals(List.of(1L, 3L), contentOf(THREAD));

        tellOf(OTHER, THREAD);
        assertEquals(List.of(1L, 3L, 5L), contentOf(THREAD));
        assertEquals(List.of(2L, 4L), contentOf(OTHER));
    }

    @Test
    void what_was_removed_before_the_events_were_told_apart_is_not_among_them() {
        tellOf(THREAD, THREAD);
        log.remove(log.events().ascending(), 1);

        assertEquals(List.of(2L), contentOf(THREAD));
    }

    @Test
    void events_are_told_apart_anew_when_that_was_taken_back() {
        tellOf(THREAD);
        journal.forget();
        tellOf(THREAD, OTHER);
        assertEquals(List.of(1L, 2L), contentOf(THREAD));
        log.remove(log.contentOf(THREAD).ascending(), 10);

        journal.rollBack();

        assertEquals(1, log.head().sequence());
        assertEquals(List.of(1L), contentOf(THREAD));
        tellOf(OTHER);
        assertEquals(List.of(2L), contentOf(OTHER));
    }

    private void tellOf(ThreadId... threads) {
        for (var thread : threads) {
            log.append(
                    NOON,
                    new EventBody(
                            "message_added",
                            Optional.of(thread),
                            Optional.of(Samples.messageId(1)),
                            Optional.empty(),
                            Optional.empty(),
                            JsonValue.Fields.EMPTY));
        }
    }

    private List<Long> contentOf(ThreadId thread) {
        return log.contentOf(thread).ascending().map(LoggedEvent::sequence).toList();
    }
}
