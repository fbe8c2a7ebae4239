package dev.chatsessions.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.ReplyEvent.ReplyFinished;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadEvent.MessageAdded;
import dev.chatsessions.thread.ThreadStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LiveReaderTest {

    private static final Caller ANN = Caller.user("ann");

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration AT_ONCE = Duration.ZERO;

    private final InMemoryStorage storage = InMemoryStorage.create();

    private final SessionCore chat = SessionCore.builder().storage(storage).build();

    private final ThreadId thread = thread();

    private final Feed feed = new Feed.OfThread(thread);

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void what_was_is_followed_by_what_comes_without_loss_or_repetition() {
        say("before");
        try (var reader = open(new StartAt.Earliest())) {
            var read = new ArrayList<>(events(reader.next(LONG)));
            chat.replies().ask(ANN, thread, Question.of("Hello"), RequestKey.none());
            while (!(read.get(read.size() - 1) instanceof ReplyFinished)) {
                read.addAll(events(reader.next(LONG)));
            }

            var log = (Replay.Complete) chat.live().replay(ANN, feed, new StartAt.Earliest(), 1_000);
            assertEquals(log.events(), read);
            assertEquals(Optional.of(chat.live().head(ANN, feed)), reader.place());
        }
    }

    @Test
    void what_comes_between_the_opening_and_the_first_reading_is_read() {
        say("before");
        try (var reader = open(new StartAt.Head())) {
            say("between");

            assertEquals(List.of("between"), texts(reader.next(LONG)));
        }
    }

    @Test
    void silence_is_a_reading_without_events_that_moves_nothing() {
        try (var reader = open(new StartAt.Head())) {
            var place = reader.place();

            assertEquals(List.of(), events(reader.next(AT_ONCE)));

            assertEquals(place, reader.place());
            assertEquals(Optional.empty(), reader.end());
        }
    }

    @Test
    void a_reader_that_falls_behind_misses_nothing() {
        var all = IntStream.range(0, 200).mapToObj(String::valueOf).toList();
        var nothing = Listener.ofAnswers(words -> {});
        try (var reader = open(new StartAt.Head())) {
            reader.next(AT_ONCE);
            try (var beside = chat.live().subscribe(ANN, feed, new StartAt.Head(), nothing)) {
                for (var text : all) {
                    say(text);
                    assertTrue(beside.awaitCaughtUp(LONG), "nobody was told of " + text);
                }
            }

            var read = new ArrayList<String>();
            while (read.size() < all.size()) {
                var texts = texts(reader.next(LONG));
                assertFalse(texts.isEmpty(), () -> "nothing came after " + read);
                read.addAll(texts);
            }
            assertEquals(all, read);
        }
    }

    @Test
    void a_place_that_cannot_be_read_is_a_gap_after_which_it_goes_on() {
        try (var reader = open(StartAt.after("nonsense"))) {
            var missed = assertInstanceOf(Replay.Missed.class, reader.next(LONG));
            say("after");

            assertEquals(GapReason.MALFORMED, missed.gap().reason());
            assertEquals(List.of("after"), texts(reader.next(LONG)));
        }
    }

    @Test
    void whoever_comes_back_with_the_last_place_reads_on_after_it() {
        say("first");
        String last;
        try (var reader = open(new StartAt.Earliest())) {
            var read = assertInstanceOf(Replay.Complete.class, reader.next(LONG));
            last = read.after(read.events().get(read.events().size() - 1)).toString();
        }
        say("second");

        try (var reader = open(StartAt.after(last))) {
            assertEquals(List.of("second"), texts(reader.next(LONG)));
        }
    }

    @Test
    void a_thread_that_is_deleted_is_an_end() {
        try (var reader = open(new StartAt.Head())) {
            reader.next(AT_ONCE);
            chat.threads().delete(ANN, thread);

            assertEquals(Optional.of(StreamEnd.DELETED), endOf(reader));
        }
    }

    @Test
    void a_node_that_goes_away_is_an_end() {
        try (var reader = open(new StartAt.Head());
                var late = open(new StartAt.Head())) {
            reader.next(AT_ONCE);
            chat.close();

            assertEquals(Optional.of(StreamEnd.CLOSING), endOf(reader));
            assertEquals(Optional.of(StreamEnd.CLOSING), endOf(late));
        }
    }

    @Test
    void an_interrupted_thread_reads_no_more() {
        try (var reader = open(new StartAt.Head())) {
            reader.next(AT_ONCE);
            Thread.currentThread().interrupt();

            assertEquals(List.of(), events(reader.next(LONG)));

            assertTrue(Thread.interrupted());
            assertEquals(Optional.of(StreamEnd.CLOSING), reader.end());
        }
    }

    @Test
    void what_is_not_the_callers_is_not_found_when_it_is_opened() {
        var live = chat.live();
        var bob = Caller.user("bob");

        assertThrows(NotFound.class, () -> LiveReader.open(live, bob, feed, new StartAt.Head()));
    }

    private static Optional<StreamEnd> endOf(LiveReader reader) {
        while (reader.end().isEmpty()) {
            reader.next(LONG);
        }
        return reader.end();
    }

    private LiveReader open(StartAt start) {
        return LiveReader.open(chat.live(), ANN, feed, start);
    }

    private void say(String text) {
        chat.threads().append(ANN, thread, List.of(NewMessage.user(text)), RequestKey.none());
    }

    private static List<LiveEvent> events(Replay read) {
        return assertInstanceOf(Replay.Complete.class, read).events();
    }

    private static List<String> texts(Replay read) {
        return events(read).stream()
                .map(event ->
                        assertInstanceOf(MessageAdded.class, event).message().text())
                .toList();
    }

    private ThreadId thread() {
        var session =
                chat.sessions().open(ANN, SessionStart.of(SessionKind.CHAT).withKey("main"));
        return chat.threads().open(ANN, session.id(), ThreadStart.of("main")).id();
    }
}
