package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ReplyId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.ReplyStore;
import dev.chatsessions.spi.ReplyStore.Candidate;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.ChatThread;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which replies {@link ReplyStore} offers to producers and to housekeeping. Used by one test at a time. */
public abstract class ReplyQueueContract extends Contract {

    /** With the fixture of one test. */
    protected ReplyQueueContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void the_claimable_are_the_next_of_each_thread_oldest_first() {
        var session = started(sessions.active(ANNA, "a"));
        var one = opened(threads.in(session, "one"));
        var two = opened(threads.in(session, "two"));
        var elsewhere = openedFor(BERT);
        var first = asked(replies.queuedAt(TestTimes.at(5), one));
        asked(replies.queuedAt(TestTimes.at(6), one));
        var second = asked(replies.queuedAt(TestTimes.at(7), elsewhere));
        var third = asked(replies.queuedAt(TestTimes.at(8), two));
        asked(replies.queuedAt(TestTimes.at(9), elsewhere));

        assertEquals(candidates(first, second, third), claimable(TestSessions.ASSISTANT, ALL));
        assertEquals(candidates(first, second), claimable(TestSessions.ASSISTANT, 2));
    }

    @Test
    void a_thread_offers_the_one_that_was_asked_first_whatever_its_id() {
        var thread = openedFor(ANNA);
        var lower = replies.queued(thread);
        var higher = replies.queued(thread);
        asked(TestReplies.askedAs(9, lower));
        var first = asked(TestReplies.askedAs(8, higher));

        assertEquals(candidates(first), claimable(TestSessions.ASSISTANT, ALL));
    }

    @Test
    void a_thread_in_which_one_is_running_offers_none() {
        var thread = openedFor(ANNA);
        var first = asked(replies.queuedAt(TestTimes.at(5), thread));
        var second = asked(replies.queuedAt(TestTimes.at(6), thread));
        var third = asked(replies.queuedAt(TestTimes.at(7), thread));
        assertEquals(candidates(first), claimable(TestSessions.ASSISTANT, ALL));

        var running = TestReplies.running(first);
        changed(running);
        assertEquals(List.of(), claimable(TestSessions.ASSISTANT, ALL));

        var requeued = running.released(running.reply().requeued());
        changed(requeued);
        assertEquals(candidates(first), claimable(TestSessions.ASSISTANT, ALL));

        var again = TestReplies.running(requeued);
        changed(again);
        changed(TestReplies.finished(again));
        assertEquals(candidates(second), claimable(TestSessions.ASSISTANT, ALL));

        answered(second);
        assertEquals(candidates(third), claimable(TestSessions.ASSISTANT, ALL));
    }

    @Test
    void the_next_of_a_thread_is_the_one_with_the_lowest_id() {
        var thread = openedFor(ANNA);
        var ascending = TestIds.ascendingUnsigned();
        for (var index : List.of(3, 4, 1, 2)) {
            asked(replies.queued(new ReplyId(ascending[index]), thread, TestTimes.at(5)));
        }

        var offered = claimable(TestSessions.ASSISTANT, ALL);

        assertEquals(1, offered.size());
        assertEquals(ascending[1], offered.get(0).reply().value());
    }

    @Test
    void replies_are_offered_to_the_answerer_of_their_session() {
        var one = new Answerer.Worker(new WorkerId("w-1"));
        var two = new Answerer.Worker(new WorkerId("w-2"));
        var byAssistant = asked(replies.queued(openedFor(ANNA)));
        var byOne = asked(replies.queued(openedIn(one, "one")));
        var byTwo = asked(replies.queued(openedIn(two, "two")));
        asked(replies.queued(openedIn(new Answerer.None(), "none")));

        assertEquals(candidates(byAssistant), claimable(TestSessions.ASSISTANT, ALL));
        assertEquals(candidates(byOne), claimable(one, ALL));
        assertEquals(candidates(byTwo), claimable(two, ALL));
        assertEquals(List.of(), claimable(new Answerer.Worker(new WorkerId("w")), ALL));
    }

    @Test
    void the_replies_that_somebody_holds_are_counted() {
        var held = asked(TestReplies.running(replies.queued(openedIn(TestSessions.ASSISTANT, "one"))));
        var other = asked(TestReplies.running(replies.queued(openedIn(TestSessions.ASSISTANT, "two"))));
        asked(replies.queued(openedIn(TestSessions.ASSISTANT, "three")));
        var holder = held.claimedBy().orElseThrow();
        assertEquals(2, heldBy(holder));

        changed(TestReplies.finished(other));

        assertEquals(1, heldBy(holder));
        assertEquals(0, heldBy(holder + "-2"));
    }

    private int heldBy(String caller) {
        return read(stores -> stores.replies().heldBy(caller));
    }

    @Test
    void a_reply_waits_for_the_new_answerer_of_its_session() {
        var worker = new Answerer.Worker(new WorkerId("w-1"));
        var session = started(sessions.active(ANNA, "a"));
        var queued = asked(replies.queued(opened(threads.in(session))));
        assertEquals(candidates(queued), claimable(TestSessions.ASSISTANT, ALL));

        assertTrue(did(stores -> stores.sessions().change(TestSessions.handedTo(worker, session), 1)));

        assertEquals(List.of(), claimable(TestSessions.ASSISTANT, ALL));
        assertEquals(candidates(queued), claimable(worker, ALL));
    }

    @Test
    void only_live_sessions_offer_replies() {
        for (var status : SessionStatus.values()) {
            var session = started(sessions.active(ANNA, "until " + status));
            var queued = asked(replies.queued(opened(threads.in(session))));
            assertEquals(candidates(queued), claimable(TestSessions.ASSISTANT, ALL));

            assertTrue(did(stores -> stores.sessions().change(session.movedTo(status, TestTimes.at(6)), 1)));

            var expected = status.isLive() ? candidates(queued) : List.<Candidate>of();
            assertEquals(expected, claimable(TestSessions.ASSISTANT, ALL), "in a session that is " + status);
            answered(queued);
        }
    }

    @Test
    void the_claimable_of_a_transaction_are_those_that_it_left() {
        var thread = openedFor(ANNA);
        var first = asked(replies.queuedAt(TestTimes.at(5), thread));
        var second = asked(replies.queuedAt(TestTimes.at(6), thread));

        keepIn(thread.session(), stores -> {
            assertEquals(candidates(first), stores.replies().claimable(TestSessions.ASSISTANT, ALL));

            stores.replies().change(TestReplies.running(first));
            assertEquals(List.of(), stores.replies().claimable(TestSessions.ASSISTANT, ALL));

            stores.replies().change(TestReplies.finished(TestReplies.running(first)));
            assertEquals(candidates(second), stores.replies().claimable(TestSessions.ASSISTANT, ALL));
        });
    }

    @Test
    void leases_that_ended_are_those_of_running_replies_longest_ended_first() {
        var third = leasedUntil(TestTimes.at(13), "third");
        var first = leasedUntil(TestTimes.at(11), "first");
        leasedUntil(TestTimes.at(14), "not ended");
        var second = leasedUntil(TestTimes.at(12), "second");
        var finished = leasedUntil(TestTimes.at(10), "finished");
        changed(TestReplies.finished(finished));
        var requeued = leasedUntil(TestTimes.at(10), "requeued");
        changed(requeued.released(requeued.reply().requeued()));

        assertEquals(candidates(first, second, third), leaseEnded(TestTimes.at(14), ALL));
        assertEquals(candidates(first, second), leaseEnded(TestTimes.at(14), 2));

        changed(first.renewed(first.reply(), TestTimes.at(20)));
        assertEquals(candidates(second, third), leaseEnded(TestTimes.at(14), ALL));
    }

    @Test
    void the_untrimmed_finished_before_a_time_and_still_have_their_deltas() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session));
        var early = asked(finishedAt(TestTimes.at(8), thread));
        var later = asked(finishedAt(TestTimes.at(9), thread));
        var tooLate = asked(finishedAt(TestTimes.at(10), thread));
        var running = asked(TestReplies.running(replies.queued(thread)));
        for (var reply : List.of(early, later, tooLate, running)) {
            logged(session.id(), TestEvents.delta(reply.reply(), 0, "text"));
        }
        assertEquals(Set.copyOf(candidates(early, later)), Set.copyOf(untrimmed(TestTimes.at(10), ALL)));
        assertEquals(1, untrimmed(TestTimes.at(10), 1).size());

        keepIn(session.id(), stores -> {
            assertEquals(1, stores.events().trim(session.id(), early.reply().id(), 0, ALL));
            stores.replies().change(early.trimmedNow());
        });

        assertEquals(candidates(later), untrimmed(TestTimes.at(10), ALL));
        assertEquals(
                List.of(new Delta(TextOffset.START, "text")),
                read(stores ->
                        stores.events().deltas(ANY, session.id(), later.reply().id(), 0)));
    }

    private StoredReply leasedUntil(Instant until, String key) {
        var thread = opened(threads.in(started(sessions.active(ANNA, key))));
        return asked(TestReplies.runningUntil(until, replies.queued(thread)));
    }

    private StoredReply finishedAt(Instant at, ChatThread thread) {
        return TestReplies.finishedAt(at, TestReplies.running(replies.queued(thread)));
    }

    private void answered(StoredReply queued) {
        var running = TestReplies.running(queued);
        changed(running);
        changed(TestReplies.finished(running));
    }

    private ChatThread openedIn(Answerer answerer, String key) {
        return opened(threads.in(started(sessions.answeredBy(answerer, ANNA, key))));
    }

    private List<Candidate> claimable(Answerer answerer, int limit) {
        return read(stores -> stores.replies().claimable(answerer, limit));
    }

    private List<Candidate> leaseEnded(Instant now, int limit) {
        return read(stores -> stores.replies().leaseEnded(now, limit));
    }

    private List<Candidate> untrimmed(Instant before, int limit) {
        return read(stores -> stores.replies().untrimmed(before, limit));
    }

    private static List<Candidate> candidates(StoredReply... offered) {
        return Stream.of(offered)
                .map(each -> new Candidate(each.reply().session(), each.reply().id()))
                .toList();
    }
}
