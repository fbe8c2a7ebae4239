package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.Settings;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyEvent.ReplyFinished;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionEvent.SessionStarted;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadEvent.MessageAdded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The logs read back: whole, in parts, from any place, and what is said when a place is of no use. */
abstract class LogUseCases extends UseCases {

    private static final int MANY = 60;

    private static final int LARGE = 100_000;

    private static final Duration DELTAS_KEPT = Duration.ofMinutes(10);

    @Override
    Settings settings() {
        return Settings.defaults().withDeltaRetention(DELTAS_KEPT);
    }

    @Test
    void a_conversation_is_told_from_its_beginning_in_order() {
        var session = session(ANN, SessionKind.WORKER);
        var thread = threadIn(ANN, session.id()).id();
        ask(ANN, thread, "What do you see?");
        var ticket = claimed();
        chat.replies().report(ROBOT, ticket.reply().id(), ticket.fence(), "looking");
        chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), TextOffset.START, "A boat");
        chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.whole());

        var log = log(ANN, feed(session));

        assertEquals(
                List.of(
                        "session_started",
                        "thread_opened",
                        "message_added",
                        "reply_queued",
                        "reply_started",
                        "reply_status",
                        "reply_delta",
                        "reply_finished"),
                kinds(log));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), sequences(log));
        assertEquals(8, chat.live().head(ANN, feed(session)).sequence());
        assertTrue(
                log.stream().allMatch(event -> event.scope().equals(log.get(0).scope())));
    }

    @Test
    void a_log_read_in_parts_is_the_log() {
        var session = sessionWithMessages(23);
        var whole = complete(chat.live().replay(ANN, feed(session), new StartAt.Earliest(), 1_000));

        var read = new ArrayList<LiveEvent>();
        StartAt from = new StartAt.Earliest();
        for (var more = true; more; ) {
            var part = complete(chat.live().replay(ANN, feed(session), from, 7));
            assertTrue(part.events().size() <= 7);
            read.addAll(part.events());
            from = new StartAt.After(Cursor.parse(part.next().toString()));
            more = part.more();
        }

        assertFalse(whole.more());
        assertEquals(whole.events(), read);
        assertEquals(chat.live().head(ANN, feed(session)), whole.next());
    }

    @Test
    void large_texts_are_read_a_few_at_a_time() {
        var session = sessionWithLargeMessages();

        var read = new ArrayList<LiveEvent>();
        StartAt from = new StartAt.Earliest();
        for (var more = true; more; ) {
            var part = complete(chat.live().replay(ANN, feed(session), from, 1_000));
            assertTrue(lengthOf(part.events()) < 4_000_000, () -> "held at once: " + lengthOf(part.events()));
            read.addAll(part.events());
            from = new StartAt.After(part.next());
            more = part.more();
        }

        assertEquals(MANY * LARGE, lengthOf(read));
        assertEquals(
                sequences(read),
                read.stream().map(LiveEvent::sequence).sorted().distinct().toList());
    }

    @Test
    void whoever_follows_is_told_large_texts_a_few_at_a_time() {
        var session = sessionWithLargeMessages();
        var told = new ConcurrentLinkedQueue<List<LiveEvent>>();
        var listener = new Listener() {
            @Override
            public void hello(Cursor head) {}

            @Override
            public void events(List<LiveEvent> events, Cursor through) {
                told.add(events);
            }

            @Override
            public void gap(Gap gap) {}

            @Override
            public void ended(StreamEnd end) {}
        };

        try (var subscription = chat.live().subscribe(ANN, feed(session), new StartAt.Earliest(), listener)) {
            awaitCaughtUp(subscription);
        }

        var lengths = told.stream().map(LogUseCases::lengthOf).toList();
        assertTrue(lengths.stream().allMatch(length -> length < 4_000_000), lengths::toString);
        assertEquals(
                log(ANN, feed(session)), told.stream().flatMap(List::stream).toList());
    }

    private Session sessionWithLargeMessages() {
        var session = session(ANN, SessionKind.CHAT);
        var thread = threadIn(ANN, session.id()).id();
        var large = List.of(NewMessage.assistant("x".repeat(LARGE)));
        IntStream.range(0, MANY).forEach(each -> chat.threads().append(ANN, thread, large, RequestKey.none()));
        return session;
    }

    private static int lengthOf(List<LiveEvent> events) {
        return events.stream()
                .filter(MessageAdded.class::isInstance)
                .mapToInt(added -> ((MessageAdded) added).message().text().length())
                .sum();
    }

    @Test
    void a_part_is_one_to_a_thousand_events() {
        var feed = feed(session(ANN, SessionKind.CHAT));

        refused(Invalid.class, "validation-failed", () -> chat.live().replay(ANN, feed, new StartAt.Earliest(), 0));
        refused(Invalid.class, "validation-failed", () -> chat.live().replay(ANN, feed, new StartAt.Earliest(), 1_001));
    }

    @Test
    void after_a_place_comes_what_happened_since() {
        var session = sessionWithMessages(3);
        var place = chat.live().head(ANN, feed(session));
        assertEquals(List.of(), logAfter(ANN, feed(session), new StartAt.After(place)));

        chat.sessions().rename(ANN, session.id(), Optional.of("Later"), ExpectedVersion.any());

        assertEquals(List.of("session_changed"), kinds(logAfter(ANN, feed(session), new StartAt.After(place))));
        assertEquals(List.of(), logAfter(ANN, feed(session), new StartAt.Head()));
    }

    @Test
    void a_message_is_told_as_it_is_now() {
        var session = session(ANN, SessionKind.CHAT);
        var thread = threadIn(ANN, session.id()).id();
        var reply = answered(ANN, thread, "Hello");

        var end = (ReplyFinished) last(log(ANN, feed(session)));

        assertEquals(Optional.of(chat.threads().message(ANN, thread, reply.answer())), end.message());
    }

    @Test
    void a_threads_feed_tells_of_that_thread_and_of_its_session_as_a_whole() {
        var session = session(ANN, SessionKind.CHAT);
        var one = threadIn(ANN, session.id()).id();
        var other = threadIn(ANN, session.id()).id();
        answered(ANN, one, "Hello");
        answered(ANN, other, "Hello from elsewhere");
        chat.sessions().rename(ANN, session.id(), Optional.of("Both"), ExpectedVersion.any());

        var log = log(ANN, new Feed.OfThread(one));

        assertEquals("session_started", log.get(0).kind());
        assertEquals("session_changed", last(log).kind());
        assertTrue(log.toString().contains("Hello"));
        assertFalse(log.toString().contains("Hello from elsewhere"));
        assertFalse(log.toString().contains(other.toString()));
        assertEquals(chat.live().head(ANN, feed(session)), chat.live().head(ANN, new Feed.OfThread(one)));
    }

    @Test
    void a_users_feed_tells_of_sessions_that_begin() {
        var feed = new Feed.OfUser(ANN.id());
        assertEquals(List.of(), log(ANN, feed));
        var session = session(ANN, SessionKind.WORKFLOW);
        session(BOB, SessionKind.CHAT);

        var log = log(ANN, feed);

        var started = assertInstanceOf(SessionStarted.class, log.get(0));
        assertEquals(1, log.size());
        assertEquals(session.id(), started.session());
        assertEquals(SessionKind.WORKFLOW, started.sessionKind());
        refused(NotFound.class, "not-found", () -> log(BOB, feed));
    }

    @Test
    void the_place_before_a_users_first_event_can_be_gone_on_from() {
        var feed = new Feed.OfUser(ANN.id());
        var nowhere = chat.live().head(ANN, feed);

        session(ANN, SessionKind.CHAT);

        assertEquals(List.of("session_started"), kinds(logAfter(ANN, feed, new StartAt.After(nowhere))));
    }

    @Test
    void deltas_are_trimmed_some_time_after_the_end_which_tells_the_whole_text() {
        var thread = thread(ANN);
        var feed = new Feed.OfThread(thread);
        var reply = answered(ANN, thread, "Hello");
        chat.housekeeping().runOnce();
        assertTrue(hasDeltas(feed));

        backend.advance(DELTAS_KEPT.plusSeconds(1));
        chat.housekeeping().runOnce();

        assertFalse(hasDeltas(feed));
        assertEquals(
                List.of(),
                backend.storage().read(stores -> stores.replies().untrimmed(stores.now(), 10)),
                "replies that a later sweep would look at again");
        var end = (ReplyFinished) last(log(ANN, feed));
        assertEquals(
                ScriptedAssistant.answerTo("Hello"), end.message().orElseThrow().text());
        assertEquals(ScriptedAssistant.answerTo("Hello"), answer(ANN, reply));
    }

    @Test
    void a_place_among_trimmed_deltas_misses_nothing() {
        var thread = thread(ANN);
        var feed = new Feed.OfThread(thread);
        answered(ANN, thread, "Hello");
        var delta = log(ANN, feed).stream()
                .filter(ReplyDelta.class::isInstance)
                .findFirst()
                .orElseThrow();
        var place = chat.live().head(ANN, feed).at(delta.sequence());
        backend.advance(DELTAS_KEPT.plusSeconds(1));
        chat.housekeeping().runOnce();

        var rest = logAfter(ANN, feed, new StartAt.After(place));

        assertEquals(List.of("reply_finished"), kinds(rest));
    }

    @Test
    void deltas_of_an_open_reply_are_never_trimmed() {
        var ticket = heldByRobot();
        var feed = new Feed.OfThread(ticket.reply().thread());
        chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), TextOffset.START, "A bo");
        for (var waited = Duration.ZERO; waited.compareTo(DELTAS_KEPT) <= 0; waited = waited.plus(LEASE)) {
            backend.advance(LEASE);
            chat.replies().heartbeat(ROBOT, ticket.reply().id(), ticket.fence());
        }

        chat.housekeeping().runOnce();

        assertTrue(hasDeltas(feed));
        chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), new TextOffset(4), "at");
        var end = chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.whole());
        assertEquals("A boat", answer(ANN, end));
    }

    private boolean hasDeltas(Feed feed) {
        return log(ANN, feed).stream().anyMatch(ReplyDelta.class::isInstance);
    }

    private static List<Long> sequences(List<LiveEvent> log) {
        return log.stream().map(LiveEvent::sequence).toList();
    }

    private static LiveEvent last(List<LiveEvent> log) {
        return log.get(log.size() - 1);
    }
}
