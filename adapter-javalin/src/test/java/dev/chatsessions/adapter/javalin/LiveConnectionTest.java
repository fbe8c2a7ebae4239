package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

class LiveConnectionTest {

    private static final int PLENTY = 1_000;

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Duration AGE = Duration.ofMinutes(30);

    private final SlowOutput out = new SlowOutput();

    private final List<String> steps = new ArrayList<>();

    private final ByteArrayEndPoint socket = new ByteArrayEndPoint() {
        @Override
        public void doClose() {
            steps.add("cut");
        }
    };

    private final SseCarrier carrier = carrier(out);

    private final LiveConnection connection = connection(carrier, 100, 3);

    private SseCarrier carrier(SlowOutput output) {
        return new SseCarrier(
                output, new Transport(socket), Framing.EVENT_STREAM, HEARTBEAT, Duration.ofSeconds(2), AGE);
    }

    private static LiveConnection connection(SseCarrier carrier, int mostBytes, int mostFrames) {
        var connection = new LiveConnection(carrier, mostBytes, mostFrames);
        carrier.carry(connection);
        return connection;
    }

    @Test
    void what_is_sent_is_written_in_order_and_flushed() {
        allow(PLENTY);

        connection.send(frame("one "));
        connection.send(frame("two"));

        assertEquals("one two", out.text());
        assertTrue(out.flushes() > 0);
    }

    @Test
    void the_container_watches_over_the_socket_again_when_the_stream_is_over() {
        var other = new ByteArrayEndPoint();
        other.setIdleTimeout(30_000);
        var ending = connection(
                new SseCarrier(out, new Transport(other), Framing.EVENT_STREAM, HEARTBEAT, HEARTBEAT, AGE), 100, 3);
        assertEquals(0, other.getIdleTimeout());
        allow(PLENTY);
        ending.roomAgain();

        ending.end(Ending.OVER);

        assertEquals(30_000, other.getIdleTimeout());
    }

    @Test
    void what_is_told_together_is_flushed_once_and_no_more_of_it_waits_than_may() {
        allow(PLENTY);

        connection.together(() -> send("a", "b"));
        var flushedOnce = out.flushes();
        connection.together(() -> send("c", "d", "e"));
        var flushedTwice = out.flushes();
        var stillWaiting = connection.together(() -> send("f", "g", "h", "i"));

        assertEquals(List.of(1, 2, 4), List.of(flushedOnce, flushedTwice, out.flushes()));
        assertEquals(1, stillWaiting);
        assertEquals("abcdefghi", out.text());
    }

    /** Gives how much waits afterwards. */
    private int send(String... frames) {
        for (var frame : frames) {
            connection.send(frame(frame));
        }
        return connection.waitingBytes();
    }

    @Test
    void nothing_is_written_while_there_is_no_room_and_everything_after() {
        connection.send(frame("one "));
        allow(2);
        connection.send(frame("two "));
        connection.send(frame("three"));

        assertEquals("one ", out.text());
        allow(PLENTY);

        assertEquals("one two three", out.text());
    }

    @Test
    void a_large_frame_goes_in_pieces_so_that_progress_is_seen() {
        var large = "x".repeat(100_000);
        allow(PLENTY);

        connection.send(frame(large));

        assertEquals(large, out.text());
        assertTrue(out.largest() <= 16 * 1024);
    }

    @Test
    void it_is_full_in_frames_or_in_bytes_and_never_when_nothing_waits() {
        assertFalse(connection.isFull());
        connection.send(frame("1"));
        connection.send(frame("2"));
        assertFalse(connection.isFull());
        connection.send(frame("3"));
        assertTrue(connection.isFull());
        allow(PLENTY);
        assertFalse(connection.isFull());

        var other = connection(carrier(new SlowOutput()), 100, 3);
        other.send(frame("x".repeat(101)));
        assertTrue(other.isFull());
        assertEquals(101, other.waitingBytes());
    }

    @Test
    void who_waits_for_the_queue_to_drain_is_called_once_when_it_has() {
        connection.send(frame("one"));
        connection.whenDrained(() -> steps.add("drained"));
        assertEquals(List.of(), steps);

        allow(PLENTY);
        connection.send(frame("two"));

        assertEquals(List.of("drained"), steps);
        connection.whenDrained(() -> steps.add("at once"));
        assertEquals(List.of("drained", "at once"), steps);
    }

    @Test
    void the_last_frames_are_written_before_the_end_and_nothing_after_them() {
        connection.whenClosed(() -> steps.add("closed"));
        connection.send(frame("one "));
        connection.end(Ending.OVER, frame("last"));
        connection.send(frame(" too late"));
        connection.end(Ending.OVER, frame(" too late"));
        assertFalse(carrier.done().isDone());

        allow(PLENTY);

        assertEquals("one last", out.text());
        assertTrue(carrier.done().isDone());
        assertEquals(List.of("closed"), steps);
        connection.whenClosed(() -> steps.add("at once"));
        assertEquals(List.of("closed", "at once"), steps);
    }

    @Test
    void a_reader_that_takes_nothing_is_cut_and_one_that_takes_a_little_is_not() {
        connection.send(frame("x".repeat(20_000)));
        connection.tick(in(Duration.ofMillis(900)), Duration.ofSeconds(1));
        assertEquals(List.of(), steps);
        allow(1);
        connection.tick(System.nanoTime(), Duration.ofSeconds(1));
        assertEquals(List.of(), steps);

        connection.tick(in(Duration.ofSeconds(2)), Duration.ofSeconds(1));

        assertEquals(List.of("cut"), steps);
        assertFalse(carrier.done().isDone(), "the container has not said that the exchange is over");
        carrier.onError(new java.io.IOException("cut"));
        assertTrue(carrier.done().isDone());
    }

    @Test
    void a_silent_stream_gets_a_heartbeat_and_a_talking_one_none() {
        allow(PLENTY);
        connection.tick(in(Duration.ofSeconds(9)), LONG);
        assertEquals("", out.text());

        connection.tick(in(Duration.ofSeconds(11)), LONG);

        assertEquals(": hb\n\n", out.text());
    }

    @Test
    void a_silent_stream_that_is_old_is_ended_and_its_reader_told_to_come_back() {
        allow(PLENTY);
        connection.tick(in(AGE.minusSeconds(1)), LONG);
        assertEquals(": hb\n\n", out.text());
        connection.tick(in(AGE.plusSeconds(1)), LONG);

        assertEquals(": hb\n\nretry: 2000\n\n", out.text());
        assertTrue(carrier.done().isDone());
    }

    @Test
    void a_reader_that_is_gone_ends_the_stream() {
        connection.whenClosed(() -> steps.add("closed"));
        carrier.onError(new java.io.IOException("gone"));

        connection.send(frame("nobody hears"));

        assertTrue(carrier.done().isDone());
        assertEquals(List.of("closed"), steps);
    }

    @Test
    void no_more_waits_for_a_slow_reader_than_the_bound_and_one_frame() {
        var ana = Caller.user("ana");
        try (var storage = InMemoryStorage.create();
                var chat = SessionCore.builder().storage(storage).build()) {
            var session = chat.sessions()
                    .open(ana, SessionStart.of(SessionKind.SHARED))
                    .id();
            var thread =
                    chat.threads().open(ana, session, ThreadStart.unnamed()).id();
            var feed = new Feed.OfSession(session);
            var head = chat.live().head(ana, feed);
            var later = new ConcurrentLinkedQueue<Runnable>();
            var slow = connection(carrier(out), 10_000, 1_000);
            var sink = new FeedStream(
                    slow, FeedFrames.ofLog(new RenderedEvents(EventJson::from)), new StartAt.After(head), head);
            new FeedReader(chat.live(), ana, feed, slow, sink, later::add).begin(head, new StartAt.After(head));
            var messages = new ArrayList<NewMessage>();
            for (var i = 0; i < 100; i++) {
                messages.add(NewMessage.assistant("message " + i + " " + "x".repeat(4_000)));
            }
            chat.threads().append(ana, thread, messages, RequestKey.none());
            var told = chat.live()
                    .subscribe(ana, feed, new StartAt.Earliest(), dev.chatsessions.live.Listener.ofAnswers(word -> {}));
            assertTrue(told.awaitCaughtUp(Duration.ofSeconds(10)));

            assertTrue(slow.waitingBytes() < 10_000 + 6_000, () -> slow.waitingBytes() + " bytes wait");

            var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!out.text().contains("message 99 ")) {
                if (out.allow(10)) {
                    slow.roomAgain();
                }
                for (var step = later.poll(); step != null; step = later.poll()) {
                    step.run();
                }
                assertTrue(slow.waitingBytes() < 10_000 + 6_000, () -> slow.waitingBytes() + " bytes wait");
                assertTrue(System.nanoTime() < until, "the reader did not get everything");
            }
            for (var i = 0; i < 100; i++) {
                assertEquals(2, out.text().split("message " + i + " ", -1).length, "message " + i + " is told once");
            }
            told.close();
        }
    }

    private void allow(int writes) {
        if (out.allow(writes)) {
            connection.roomAgain();
        }
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private static byte[] frame(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
