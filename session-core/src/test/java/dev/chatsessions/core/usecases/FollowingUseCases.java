package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.LiveEvent;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.Subscription;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyEvent.ReplyFinished;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.SessionEvent.SessionStarted;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadEvent.MessageAdded;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Following a feed: everything once, in order, from the past into the present, to an end that is told. */
abstract class FollowingUseCases extends UseCases {

    private SessionId session;

    private ThreadId thread;

    private Feed feed;

    @BeforeEach
    void start_a_chat() {
        session = session(ANN, SessionKind.CHAT).id();
        thread = threadIn(ANN, session).id();
        feed = new Feed.OfSession(session);
    }

    @Test
    void the_first_call_says_how_far_the_log_reaches() {
        var listener = follow(ANN, feed, new StartAt.Earliest());

        assertEquals(chat.live().head(ANN, feed), listener.awaitHello());
        listener.awaitEvent(SessionStarted.class);
        assertEquals(List.of("hello", "events"), listener.calls());
    }

    @Test
    void what_was_is_followed_by_what_comes_without_loss_or_repetition() {
        var listener = follow(ANN, feed, new StartAt.Earliest());

        answered(ANN, thread, "Hello");
        listener.awaitEvent(ReplyFinished.class);

        assertEquals(log(ANN, feed), listener.events());
        assertEquals(chat.live().head(ANN, feed), listener.through());
    }

    @Test
    void whoever_follows_from_now_on_is_told_nothing_of_the_past() {
        say("before");
        var listener = follow(ANN, feed, new StartAt.Head());
        listener.awaitHello();

        say("after");

        assertEquals("after", listener.awaitEvent(MessageAdded.class).message().text());
        assertEquals(1, listener.events().size());
    }

    @Test
    void whoever_resumes_is_told_what_happened_meanwhile() {
        var first = new RecordingListener();
        try (var subscription = subscribed(ANN, feed, new StartAt.Earliest(), first)) {
            say("one");
            awaitCaughtUp(subscription);
        }
        say("two");

        var second = follow(ANN, feed, new StartAt.After(first.through()));
        say("three");

        second.awaitEvent(MessageAdded.class, added -> added.message().text().equals("three"));
        assertEquals(2, second.events().size());
    }

    @Test
    void two_who_resume_from_the_same_place_are_told_the_same() {
        var place = new StartAt.After(chat.live().head(ANN, feed));
        var one = follow(ANN, feed, place);
        say("in between");
        var other = follow(ANN, feed, place);

        answered(ANN, thread, "Hello");
        one.awaitEvent(ReplyFinished.class);
        other.awaitEvent(ReplyFinished.class);

        assertEquals(one.events(), other.events());
    }

    @Test
    void whoever_resumes_from_a_place_of_no_use_is_told_of_a_gap_and_then_of_what_comes() {
        var listener = follow(ANN, feed, new StartAt.Unreadable());

        var gap = listener.awaitGap();
        say("after");
        listener.awaitEvent(MessageAdded.class);

        assertEquals(GapReason.MALFORMED, gap.reason());
        assertEquals(List.of("hello", "gap", "events"), listener.calls());
        assertEquals(List.of(gap.head().sequence() + 1), listener.sequences());
    }

    @Test
    void everybody_is_told_everything_once_while_many_write_and_many_join() {
        var writers = 6;
        var joiners = 6;
        var eachWrites = 25;

        List<Optional<Followed>> followed = Collision.allServed(
                writers + joiners,
                party -> party < writers ? writing(eachWrites) : joiningAtRandom(party, writers * eachWrites));

        var log = log(ANN, feed);
        assertEquals(2 + writers * eachWrites, log.size());
        assertEquals(joiners, followed.stream().flatMap(Optional::stream).count());
        followed.forEach(each -> each.ifPresent(one -> assertToldTheRestOf(log, one)));
    }

    /** Somebody who joined after no less than so many events, and no more. */
    private record Followed(RecordingListener listener, Subscription subscription, long atLeast, long atMost) {}

    private static void assertToldTheRestOf(List<LiveEvent> log, Followed followed) {
        awaitCaughtUp(followed.subscription());
        var told = followed.listener().events();
        var before = log.size() - told.size();
        assertEquals(log.subList(before, log.size()), told);
        assertTrue(followed.atLeast() <= before && before <= followed.atMost(), followed + " began after " + before);
    }

    private Callable<Optional<Followed>> writing(int count) {
        return () -> {
            for (var i = 0; i < count; i++) {
                say("word " + i);
            }
            return Optional.empty();
        };
    }

    /** Joins once the log has grown by some of what will be written, from the beginning, from its end, or from now on. */
    private Callable<Optional<Followed>> joiningAtRandom(int party, int written) {
        var joinAt = ThreadLocalRandom.current().nextInt(written);
        return () -> {
            var scout = follow(ANN, feed, new StartAt.Earliest());
            scout.awaitEvent(LiveEvent.class, event -> event.sequence() >= joinAt);
            var head = chat.live().head(ANN, feed);
            var listener = new RecordingListener();
            var start = switch (party % 3) {
                case 0 -> new StartAt.Earliest();
                case 1 -> new StartAt.After(head);
                default -> new StartAt.Head();
            };
            var subscription = opened(subscribed(ANN, feed, start, listener));
            var hello = listener.awaitHello().sequence();
            return Optional.of(
                    switch (party % 3) {
                        case 0 -> new Followed(listener, subscription, 0, 0);
                        case 1 -> new Followed(listener, subscription, head.sequence(), head.sequence());
                        default -> new Followed(listener, subscription, head.sequence(), hello);
                    });
        };
    }

    @Test
    void sequences_are_told_in_ascending_order_whoever_writes() {
        var listener = new RecordingListener();
        var subscription = opened(subscribed(ANN, feed, new StartAt.Earliest(), listener));

        Collision.allServed(4, party -> writing(20));
        awaitCaughtUp(subscription);

        assertEquals(LongStream.rangeClosed(1, 2 + 4 * 20).boxed().toList(), listener.sequences());
    }

    @Test
    void a_users_feed_is_followed_from_before_its_first_event() {
        var listener = follow(BOB, new Feed.OfUser(BOB.id()), new StartAt.Head());
        listener.awaitHello();

        var begun = session(BOB, SessionKind.WORKFLOW);

        assertEquals(begun.id(), listener.awaitEvent(SessionStarted.class).session());
    }

    @Test
    void a_threads_stream_leaves_out_the_other_threads() {
        var other = threadIn(ANN, session).id();
        var listener = follow(ANN, new Feed.OfThread(thread), new StartAt.Head());
        listener.awaitHello();

        chat.threads().append(ANN, other, List.of(NewMessage.user("elsewhere")), RequestKey.none());
        say("here");
        listener.awaitEvent(MessageAdded.class);

        assertEquals(1, listener.events().size());
        assertEquals(chat.live().head(ANN, feed), listener.through());
    }

    @Test
    void what_is_written_of_an_answer_here_is_told_without_being_read() {
        var reads = new CountedReads(backend.storage());
        var node = opened(SessionCore.builder()
                .storage(reads)
                .assistant(new ScriptedAssistant())
                .housekeeping(Housekeeping.external())
                .build());
        var ticket = heldByRobot();
        var ofReply = new Feed.OfSession(ticket.reply().session());
        var listener = new RecordingListener();
        awaitCaughtUp(opened(node.live().subscribe(ANN, ofReply, new StartAt.Earliest(), listener)));
        var before = reads.count();

        for (var offset = 0; offset < 20; offset++) {
            write(node, ticket, offset, "x");
        }
        listener.awaitEvent(ReplyDelta.class, delta -> delta.offset().value() == 19);

        assertEquals(before, reads.count());
        assertEquals(log(ANN, ofReply), listener.events());
    }

    @Test
    void what_other_nodes_write_in_between_is_told_in_its_place() {
        var other = node(new ScriptedAssistant());
        var ticket = heldByRobot();
        var ofReply = new Feed.OfSession(ticket.reply().session());
        var listener = new RecordingListener();
        awaitCaughtUp(opened(subscribed(ANN, ofReply, new StartAt.Earliest(), listener)));

        for (var offset = 0; offset < 20; offset++) {
            write(offset % 3 == 1 ? other : chat, ticket, offset, "x");
        }
        write(chat, ticket, 20, "x");
        listener.awaitEvent(ReplyDelta.class, delta -> delta.offset().value() == 20);

        assertEquals(log(ANN, ofReply), listener.events());
    }

    private static void write(SessionCore node, ReplyTicket ticket, int offset, String text) {
        node.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), new TextOffset(offset), text);
    }

    private void say(String text) {
        chat.threads().append(ANN, thread, List.of(NewMessage.user(text)), RequestKey.none());
    }
}
