package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.Cursor;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionEvent.Notice;
import dev.chatsessions.session.SessionEvent.SessionChanged;
import dev.chatsessions.session.SessionEvent.SessionStarted;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadEvent.MessageAdded;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How streams end: with their session, their thread or their node, or because nobody listens. */
abstract class StreamEndUseCases extends UseCases {

    private SessionId session;

    private ThreadId thread;

    private Feed feed;

    @BeforeEach
    void start_a_chat() {
        session = session(ANN, SessionKind.CHAT).id();
        thread = threadIn(ANN, session).id();
        feed = new Feed.OfSession(session);
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionStatus.class,
            names = {"TERMINATED", "ARCHIVED"})
    void a_session_that_ends_for_good_ends_its_streams_after_the_last_event(SessionStatus status) {
        var listener = follow(ANN, feed, new StartAt.Earliest());

        end(status);

        assertEquals(StreamEnd.SESSION_ENDED, listener.awaitEnd());
        assertEquals(log(ANN, feed), listener.events());
        assertEquals("ended", listener.calls().get(listener.calls().size() - 1));
    }

    @Test
    void whoever_comes_after_the_end_is_told_everything_and_the_end() {
        say("before");
        end(SessionStatus.TERMINATED);

        var fromStart = follow(ANN, feed, new StartAt.Earliest());
        var fromEnd = follow(ANN, feed, new StartAt.After(chat.live().head(ANN, feed)));

        assertEquals(StreamEnd.SESSION_ENDED, fromStart.awaitEnd());
        assertEquals(log(ANN, feed), fromStart.events());
        assertEquals(StreamEnd.SESSION_ENDED, fromEnd.awaitEnd());
        assertEquals(List.of("hello", "ended"), fromEnd.calls());
    }

    @Test
    void whoever_comes_while_a_session_ends_is_told_everything_and_the_end_once() {
        for (var round = 0; round < 10; round++) {
            var ending = session(ANN, SessionKind.CHAT);
            var listeners = Collision.allServed(4, party -> () -> {
                if (party == 0) {
                    chat.sessions().end(ANN, ending.id(), ExpectedVersion.any());
                    return Optional.<RecordingListener>empty();
                }
                return Optional.of(follow(ANN, feed(ending), new StartAt.Earliest()));
            });

            var log = log(ANN, feed(ending));
            for (var listener : listeners.stream().flatMap(Optional::stream).toList()) {
                assertEquals(StreamEnd.SESSION_ENDED, listener.awaitEnd());
                assertEquals(log, listener.events());
                assertEquals(1, Collections.frequency(listener.calls(), "ended"));
            }
        }
    }

    @Test
    void whoever_comes_after_the_end_of_a_long_log_is_told_the_end_too() {
        for (var count : List.of(100, 100, 100, 100, 97)) {
            chat.threads().append(ANN, thread, Collections.nCopies(count, NewMessage.user("x")), RequestKey.none());
        }
        end(SessionStatus.TERMINATED);
        assertEquals(500, chat.live().head(ANN, feed).sequence());
        chat.threads().rename(ANN, thread, Optional.of("Old times"), ExpectedVersion.any());

        var listener = follow(ANN, feed, new StartAt.Earliest());

        assertEquals(StreamEnd.SESSION_ENDED, listener.awaitEnd());
        assertEquals(501, listener.events().size());
    }

    @Test
    void a_completed_session_may_go_on_and_so_do_its_streams() {
        var listener = follow(ANN, feed, new StartAt.Head());
        end(SessionStatus.COMPLETED);
        listener.awaitEvent(SessionChanged.class);

        chat.sessions().resume(ANN, session, ExpectedVersion.any());
        listener.awaitEvent(SessionChanged.class, changed -> changed.status() == SessionStatus.ACTIVE);
        say("we go on");
        listener.awaitEvent(MessageAdded.class);

        end(SessionStatus.TERMINATED);
        assertEquals(StreamEnd.SESSION_ENDED, listener.awaitEnd());
    }

    @Test
    void a_shared_session_that_is_completed_ends_its_streams_until_it_is_reopened() {
        var shared = session(ANN, SessionKind.SHARED);
        var listener = follow(ANN, feed(shared), new StartAt.Head());
        listener.awaitHello();

        chat.sessions().complete(ANN, shared.id(), ExpectedVersion.any());
        assertEquals(StreamEnd.SESSION_ENDED, listener.awaitEnd());
        assertEquals(
                StreamEnd.SESSION_ENDED,
                follow(ANN, feed(shared), new StartAt.Earliest()).awaitEnd());

        chat.sessions().resume(ANN, shared.id(), ExpectedVersion.any());
        var again = follow(ANN, feed(shared), new StartAt.Earliest());
        chat.sessions().announce(ANN, shared.id(), "wave", JsonValue.of("back"), RequestKey.none());
        again.awaitEvent(Notice.class);
    }

    @Test
    void a_shared_session_that_expires_ends_its_streams() {
        var shared = session(ANN, SessionKind.SHARED);
        var listener = follow(ANN, feed(shared), new StartAt.Head());
        listener.awaitHello();

        backend.advance(Duration.ofHours(1).plusSeconds(1));
        chat.housekeeping().runOnce();

        assertEquals(StreamEnd.SESSION_ENDED, listener.awaitEnd());
    }

    @Test
    void a_deleted_session_ends_its_streams_and_begins_none() {
        var listener = follow(ANN, feed, new StartAt.Head());
        listener.awaitHello();

        chat.sessions().delete(ANN, session);

        assertEquals(StreamEnd.DELETED, listener.awaitEnd());
        refused(Gone.class, "gone", () -> follow(ANN, feed, new StartAt.Earliest()));
        refused(NotFound.class, "not-found", () -> follow(BOB, feed, new StartAt.Earliest()));
    }

    @Test
    void a_deleted_thread_ends_its_streams_and_not_those_of_its_session() {
        var ofThread = follow(ANN, new Feed.OfThread(thread), new StartAt.Head());
        var ofSession = follow(ANN, feed, new StartAt.Head());
        ofThread.awaitHello();
        ofSession.awaitHello();

        chat.threads().delete(ANN, thread);
        chat.sessions().rename(ANN, session, Optional.of("Goes on"), ExpectedVersion.any());

        assertEquals(StreamEnd.DELETED, ofThread.awaitEnd());
        ofSession.awaitEvent(SessionChanged.class);
        assertTrue(ofSession.kinds().contains("thread_deleted"));
    }

    @Test
    void a_node_that_goes_away_says_so_and_another_takes_over() {
        var node = node(new ScriptedAssistant());
        var listener = new RecordingListener();
        var subscription = node.live().subscribe(ANN, feed, new StartAt.Earliest(), listener);
        awaitCaughtUp(subscription);

        node.close();
        assertEquals(StreamEnd.CLOSING, listener.awaitEnd());
        say("meanwhile");

        var next = follow(ANN, feed, new StartAt.After(listener.through()));
        next.awaitEvent(MessageAdded.class);
        assertEquals(1, next.events().size());
    }

    @Test
    void whoever_comes_to_a_node_that_has_gone_is_told_at_once() {
        var node = node(new ScriptedAssistant());
        node.close();
        var listener = new RecordingListener();

        node.live().subscribe(ANN, feed, new StartAt.Earliest(), listener);

        assertEquals(StreamEnd.CLOSING, listener.awaitEnd());
        assertEquals(List.of("hello", "ended"), listener.calls());
    }

    @Test
    void a_subscription_that_was_closed_is_told_nothing_more() {
        var closed = new RecordingListener();
        var subscription = subscribed(ANN, feed, new StartAt.Earliest(), closed);
        awaitCaughtUp(subscription);
        subscription.close();
        subscription.close();
        var calls = closed.calls();

        var other = follow(ANN, feed, new StartAt.Head());
        other.awaitHello();
        say("to whom it may concern");
        other.awaitEvent(MessageAdded.class);
        end(SessionStatus.TERMINATED);
        other.awaitEnd();

        assertEquals(calls, closed.calls());
    }

    @Test
    void a_listener_that_throws_is_dropped_and_hurts_nobody() {
        droppedWhenItThrows(() -> {
            throw new IllegalStateException("a listener with a fault");
        });
    }

    @Test
    void a_listener_that_fails_badly_is_dropped_and_hurts_nobody() {
        droppedWhenItThrows(() -> {
            throw new NoClassDefFoundError("a class that the listener needs");
        });
    }

    private void droppedWhenItThrows(Runnable fault) {
        var told = new AtomicInteger();
        var throwing = new Listener() {
            @Override
            public void hello(Cursor head) {}

            @Override
            public void events(List<LiveEvent> events, Cursor through) {
                told.incrementAndGet();
                fault.run();
            }

            @Override
            public void gap(Gap gap) {}

            @Override
            public void ended(StreamEnd end) {
                told.incrementAndGet();
            }
        };
        opened(chat.live().subscribe(ANN, feed, new StartAt.Earliest(), throwing));
        var other = follow(ANN, feed, new StartAt.Earliest());
        other.awaitEvent(SessionStarted.class);

        say("one");
        say("two");
        other.awaitEvent(MessageAdded.class, added -> added.message().text().equals("two"));
        end(SessionStatus.TERMINATED);
        other.awaitEnd();

        assertEquals(log(ANN, feed), other.events());
        assertEquals(1, told.get());
    }

    @Test
    void a_stream_that_is_over_before_it_began_begins_and_ends() {
        var goOn = new CompletableFuture<Void>();
        for (var i = 0; i < 2; i++) {
            var busy = new CompletableFuture<Void>();
            var other = session(ANN, SessionKind.SHARED);
            opened(chat.live().subscribe(ANN, feed(other), new StartAt.Earliest(), busyUntil(goOn, busy)));
            Patience.get(busy, "those who tell listeners to be busy");
        }
        var listener = follow(ANN, feed, new StartAt.Earliest());

        chat.sessions().delete(ANN, session);
        goOn.complete(null);

        assertEquals(StreamEnd.DELETED, listener.awaitEnd());
        assertEquals(List.of("hello", "ended"), listener.calls());
    }

    private static Listener busyUntil(CompletableFuture<Void> goOn, CompletableFuture<Void> busy) {
        return new Listener() {
            @Override
            public void hello(Cursor head) {
                busy.complete(null);
                Patience.get(goOn, "the test to go on");
            }

            @Override
            public void events(List<LiveEvent> events, Cursor through) {}

            @Override
            public void gap(Gap gap) {}

            @Override
            public void ended(StreamEnd end) {}
        };
    }

    @Test
    void that_a_node_goes_away_is_told_after_what_is_being_told() {
        var calls = new ConcurrentLinkedQueue<String>();
        var busy = new CompletableFuture<Void>();
        var goOn = new CompletableFuture<Void>();
        var ended = new CompletableFuture<StreamEnd>();
        var slow = new Listener() {
            @Override
            public void hello(Cursor head) {}

            @Override
            public void events(List<LiveEvent> events, Cursor through) {
                busy.complete(null);
                Patience.get(goOn, "the node to be gone");
                calls.add("events");
            }

            @Override
            public void gap(Gap gap) {}

            @Override
            public void ended(StreamEnd end) {
                calls.add("ended");
                ended.complete(end);
            }
        };
        var node = node(new ScriptedAssistant());
        opened(node.live().subscribe(ANN, feed, new StartAt.Earliest(), slow));
        Patience.get(busy, "the listener to be told");

        node.close();
        goOn.complete(null);

        assertEquals(StreamEnd.CLOSING, Patience.get(ended, "the end"));
        assertEquals(List.of("events", "ended"), List.copyOf(calls));
    }

    private void say(String text) {
        chat.threads().append(ANN, thread, List.of(NewMessage.user(text)), RequestKey.none());
    }

    private void end(SessionStatus status) {
        switch (status) {
            case COMPLETED -> chat.sessions().complete(ANN, session, ExpectedVersion.any());
            case TERMINATED -> chat.sessions().end(ANN, session, ExpectedVersion.any());
            case ARCHIVED -> chat.sessions().archive(ANN, session, ExpectedVersion.any());
            default -> throw new IllegalArgumentException(status + " is no end");
        }
    }
}
