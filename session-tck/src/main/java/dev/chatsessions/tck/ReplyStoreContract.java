package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.MessageStore.History;
import dev.chatsessions.spi.ReplyStore;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.ReplyStore.LockedTurn;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link ReplyStore} promises of single replies and of those open in a thread. Used by one test at a time. */
public abstract class ReplyStoreContract extends Contract {

    /** With the fixture of one test. */
    protected ReplyStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_reply_is_found_as_it_was_kept() {
        var thread = openedFor(ANNA);
        var queued = asked(replies.queued(thread));
        var running = asked(TestReplies.running(replies.queued(thread)));
        assertEquals(queued, stored(queued));
        assertEquals(running, stored(running));

        for (var reason : FinishReason.values()) {
            var finished = asked(finishedFor(reason, replies.queued(thread)));

            assertEquals(finished, stored(finished));
        }
        assertEquals(Optional.empty(), read(stores -> stores.replies().find(ANY, ids.reply())));
    }

    @Test
    void tokens_are_kept_with_who_counted_them_and_how() {
        var thread = openedFor(ANNA);
        for (var tokens : List.of(
                new TokenCount(1_000_000_000_000L, 999_999_999_999L, 3_000_000_000L, 5_000_000_000L, "modèle-x", false),
                TokenCount.estimated("a", 0, 0))) {
            var running = TestReplies.running(replies.queued(thread));
            var finished = asked(running.released(running.reply()
                    .finished(FinishReason.LENGTH, Optional.empty(), Optional.of(tokens), TestTimes.at(8))));

            assertEquals(Optional.of(tokens), stored(finished).reply().tokens());
        }
    }

    @Test
    void an_id_that_is_there_is_not_kept_again() {
        var thread = openedFor(ANNA);
        var first = asked(replies.queued(thread));

        keepIn(thread.session(), stores -> {
            stores.replies().insert(TestReplies.running(first));
            stores.replies().insert(first);
        });

        assertEquals(first, stored(first));
    }

    @Test
    void a_change_replaces_the_reply() {
        var thread = openedFor(ANNA);
        var queued = asked(replies.queued(thread));
        var running = queued.claimedBy("node-1", new Fence(7_000_000_000L), TestTimes.at(30));
        var written = running.renewed(running.reply().writtenTo(new TextOffset(17)), TestTimes.at(40));
        var stopping = written.with(written.reply().stopping());
        var requeued = stopping.released(stopping.reply().requeued());
        var finished = requeued.released(requeued.reply()
                .finished(
                        FinishReason.FAILED,
                        Optional.of("the model was away"),
                        Optional.of(TestReplies.TOKENS),
                        TestTimes.at(50)));
        for (var next : List.of(running, written, stopping, requeued, finished, finished.trimmedNow())) {
            changed(next);

            assertEquals(next, stored(queued));
        }
    }

    @Test
    void what_was_changed_shows_in_the_same_transaction() {
        var thread = openedFor(ANNA);
        var queued = asked(replies.queued(thread));
        var running = TestReplies.running(queued);

        keepIn(thread.session(), stores -> {
            stores.replies().change(running);

            assertEquals(
                    Optional.of(running),
                    stores.replies().find(ANY, queued.reply().id()));
            assertEquals(List.of(running), stores.replies().open(ANY, thread.id()));
        });
    }

    @Test
    void a_change_of_another_revision_runs_the_whole_transaction_again() {
        var thread = openedFor(ANNA);
        var queued = asked(replies.queued(thread));
        var running = TestReplies.running(queued);
        var tooLate = running.with(running.reply().stopping());
        var runs = new AtomicInteger();

        keepIn(thread.session(), stores -> {
            if (runs.incrementAndGet() == 1) {
                stores.events().append(TestEvents.logOf(thread.session()), TestEvents.notice("of the first run"));
                stores.replies().change(tooLate);
            } else {
                stores.replies().change(running);
            }
        });

        assertEquals(2, runs.get());
        assertEquals(running, stored(queued));
        assertEquals(List.of(), read(stores -> stores.events().read(ANY, TestEvents.logOf(thread.session()), 0, ALL)));
    }

    @Test
    void a_change_that_never_fits_fails_after_some_runs() {
        var thread = openedFor(ANNA);
        var queued = asked(replies.queued(thread));
        var running = TestReplies.running(queued);
        var runs = new AtomicInteger();

        assertThrows(
                RuntimeException.class,
                () -> keepIn(thread.session(), stores -> {
                    runs.incrementAndGet();
                    stores.replies().change(running.with(running.reply().stopping()));
                }));

        assertTrue(runs.get() > 1 && runs.get() <= 50, () -> "ran " + runs + " times");
        assertEquals(queued, stored(queued));
    }

    @Test
    void a_lock_shows_the_session_the_thread_and_the_reply() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session));
        var queued = asked(replies.queued(thread));
        logged(session.id(), TestEvents.queued(queued.reply()));

        var locked = write(stores -> stores.replies().lock(ANY, queued.reply().id()));
        var tried = write(stores -> stores.replies().tryLock(ANY, queued.reply().id()));

        assertEquals(
                Optional.of(
                        new LockedReply(new LockedSession(session, TestEvents.EPOCH, 1), stored(thread), queued, true)),
                locked);
        assertEquals(locked, tried);
        assertEquals(Optional.empty(), write(stores -> stores.replies().lock(ANY, ids.reply())));
        assertEquals(Optional.empty(), write(stores -> stores.replies().tryLock(ANY, ids.reply())));
    }

    @Test
    void a_lock_of_many_shows_of_each_what_a_lock_of_it_would() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session, "main"));
        var running = asked(TestReplies.running(replies.queued(thread)));
        var queued = asked(replies.queued(thread));
        var besides = asked(replies.queued(opened(threads.in(session, "other"))));
        var elsewhere = asked(replies.queued(openedFor(BERT)));
        logged(session.id(), TestEvents.queued(queued.reply()));
        var all = List.of(
                elsewhere.reply().id(),
                queued.reply().id(),
                ids.reply(),
                besides.reply().id(),
                running.reply().id());

        var locked = write(stores -> stores.replies().tryLockAll(ANY, all));

        assertEquals(
                all.stream()
                        .flatMap(id -> write(stores -> stores.replies().lock(ANY, id)).stream())
                        .collect(Collectors.toSet()),
                Set.copyOf(locked));
        assertEquals(4, locked.size());
        assertEquals(List.of(), write(stores -> stores.replies().tryLockAll(ANY, List.of())));
    }

    @Test
    void many_replies_are_renewed_and_written_on_in_one_transaction() {
        var running = IntStream.range(0, 12)
                .mapToObj(number -> asked(TestReplies.running(
                        replies.queued(opened(threads.in(started(sessions.active(ANNA, "key " + number))))))))
                .toList();

        keep(stores -> {
            for (var locked : stores.replies().tryLockAll(ANY, repliesOf(running))) {
                var reply = locked.stored().reply();
                stores.events().append(TestEvents.logOf(reply.session()), TestEvents.delta(reply, 0, "{\"a\", 'b\\'}"));
                stores.replies().renew(written(locked.stored()));
            }
            assertEquals(
                    Optional.of(written(running.get(3))),
                    stores.replies().find(ANY, running.get(3).reply().id()));
        });

        for (var reply : running) {
            assertEquals(written(reply), stored(reply));
            assertEquals(
                    List.of(new Delta(TextOffset.START, "{\"a\", 'b\\'}")),
                    read(stores -> stores.events()
                            .deltas(ANY, reply.reply().session(), reply.reply().id(), 0)));
        }
    }

    @Test
    void a_reply_is_renewed_more_than_once_in_a_transaction() {
        var thread = openedFor(ANNA);
        var running = asked(TestReplies.running(replies.queued(thread)));

        keepIn(thread.session(), stores -> {
            stores.replies().renew(written(running));
            stores.replies().renew(written(written(running)));
        });

        assertEquals(written(written(running)), stored(running));
    }

    @Test
    void one_renewal_of_another_revision_runs_the_whole_transaction_again() {
        var running = Stream.of("a", "b", "c")
                .map(key -> asked(
                        TestReplies.running(replies.queued(opened(threads.in(started(sessions.active(ANNA, key))))))))
                .toList();
        var runs = new AtomicInteger();

        keep(stores -> {
            stores.replies().tryLockAll(ANY, repliesOf(running));
            var first = runs.incrementAndGet() == 1;
            for (var reply : running) {
                var tooLate = first && reply.equals(running.get(1));
                stores.replies().renew(written(tooLate ? written(reply) : reply));
            }
        });

        assertEquals(2, runs.get());
        assertEquals(
                running.stream().map(ReplyStoreContract::written).toList(),
                running.stream().map(this::stored).toList());
    }

    private static StoredReply written(StoredReply stored) {
        var reply = stored.reply();
        return stored.renewed(reply.writtenTo(reply.end().plus(10)), TestTimes.at(30));
    }

    private static List<ReplyId> repliesOf(List<StoredReply> all) {
        return all.stream().map(stored -> stored.reply().id()).toList();
    }

    @Test
    void a_lock_shows_whether_others_of_the_thread_are_open() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session, "main"));
        var first = asked(TestReplies.running(replies.queued(thread)));
        asked(replies.queued(opened(threads.in(session, "other"))));
        asked(TestReplies.finished(TestReplies.running(replies.queued(thread))));
        assertEquals(Optional.of(true), alone(first));

        var second = asked(replies.queued(thread));

        assertEquals(Optional.of(false), alone(first));
        assertEquals(Optional.of(false), alone(second));
    }

    private Optional<Boolean> alone(StoredReply reply) {
        return write(stores -> stores.replies().lock(ANY, reply.reply().id())).map(LockedReply::alone);
    }

    @Test
    void a_lock_of_a_turn_shows_the_session_the_thread_and_its_open_replies() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session));
        var queued = asked(replies.queued(thread));
        var running = asked(TestReplies.running(replies.queued(thread)));
        logged(session.id(), TestEvents.queued(queued.reply()));

        var locked = write(stores -> stores.replies().lockTurn(ANY, thread.id(), 0));

        assertEquals(
                Optional.of(new LockedTurn(
                        new LockedSession(session, TestEvents.EPOCH, 1),
                        stored(thread),
                        List.of(running, queued),
                        List.of(),
                        List.of())),
                locked);
        assertEquals(Optional.empty(), write(stores -> stores.replies().lockTurn(ANY, ids.thread(), 0)));
        long next = write(stores -> {
            stores.replies().lockTurn(ANY, thread.id(), 0);
            return stores.events().append(TestEvents.logOf(session.id()), TestEvents.queued(queued.reply()));
        });
        assertEquals(2, next);
    }

    @Test
    void a_lock_of_a_turn_reads_the_budgets_of_the_owner_and_of_everybody() {
        var thread = openedFor(ANNA);
        for (var user : List.of(Optional.<UserId>empty(), Optional.of(ANNA), Optional.of(BERT))) {
            keep(stores -> stores.budgets().put(budget(user)));
        }

        var locked = write(stores -> stores.replies().lockTurn(ANY, thread.id(), 0));

        assertEquals(
                Optional.of(List.of(budget(Optional.empty()), budget(Optional.of(ANNA)))),
                locked.map(LockedTurn::budgets));
    }

    private static StoredBudget budget(Optional<UserId> user) {
        var day = new Budget(user, Optional.empty(), BudgetPeriod.DAY, ZoneOffset.UTC, 1_000, 100);
        return new StoredBudget(day, TestTimes.at(0));
    }

    @Test
    void a_lock_of_a_turn_reads_as_many_of_the_newest_messages_as_it_is_asked_for() {
        var thread = openedFor(ANNA);
        keep(stores -> {
            stores.threads().lock(ANY, thread.id());
            for (var position = 1; position <= 3; position++) {
                stores.messages().append(messages.saying("message " + position, thread, position));
            }
        });
        var history = read(stores -> stores.messages().history(ANY, thread.id(), Long.MAX_VALUE, 2));

        var locked = write(stores -> stores.replies().lockTurn(ANY, thread.id(), 2));

        assertEquals(history.map(History::messages), locked.map(LockedTurn::newest));
        assertEquals(
                List.of(2L, 3L),
                locked.orElseThrow().newest().stream().map(Message::position).toList());
    }

    @Test
    void the_lock_of_a_reply_is_that_of_its_session() {
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply();
        var log = TestEvents.logOf(thread.session());

        var first = write(stores -> {
            stores.replies().lock(ANY, reply.id());
            return stores.events().append(log, TestEvents.queued(reply));
        });
        var second = write(stores -> {
            stores.replies().tryLock(ANY, reply.id());
            return stores.events().append(log, TestEvents.queued(reply));
        });

        assertEquals(List.of(1L, 2L), List.of(first, second));
    }

    @Test
    void the_open_replies_of_a_thread_are_the_running_one_and_then_those_by_sequence_and_id() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session, "main"));
        var other = opened(threads.in(session, "other"));
        List<StoredReply> queued = new ArrayList<>();
        for (var id : TestIds.ascendingUnsigned()) {
            queued.add(replies.queued(new ReplyId(id), thread, TestTimes.at(5)));
        }
        for (var index : List.of(3, 0, 4, 2, 1)) {
            asked(queued.get(index));
        }
        var elsewhere = asked(replies.queued(other));
        assertEquals(queued, open(thread));

        var running = TestReplies.running(queued.get(3));
        changed(running);
        assertEquals(List.of(running, queued.get(0), queued.get(1), queued.get(2), queued.get(4)), open(thread));
        assertEquals(List.of(elsewhere), open(other));

        changed(TestReplies.finished(running));
        assertEquals(List.of(queued.get(0), queued.get(1), queued.get(2), queued.get(4)), open(thread));
        assertEquals(List.of(), read(stores -> stores.replies().open(ANY, ids.thread())));
    }

    @Test
    void replies_asked_by_ids_that_came_late_stand_as_they_were_asked() {
        var thread = opened(threads.in(started(sessions.active(ANNA, "a")), "main"));
        var lower = replies.queued(thread);
        var higher = replies.queued(thread);

        var second = asked(TestReplies.askedAs(9, lower));
        var first = asked(TestReplies.askedAs(8, higher));

        assertEquals(List.of(first, second), open(thread));
    }

    @Test
    void the_open_replies_of_a_session_are_those_of_all_its_threads_by_id() {
        var session = started(sessions.active(ANNA, "a"));
        var one = opened(threads.in(session, "one"));
        var two = opened(threads.in(session, "two"));
        var ascending = TestIds.ascendingUnsigned();
        var last = asked(replies.queued(new ReplyId(ascending[4]), one, TestTimes.at(5)));
        var first = asked(replies.queued(new ReplyId(ascending[0]), two, TestTimes.at(6)));
        var third = asked(TestReplies.running(replies.queued(new ReplyId(ascending[3]), two, TestTimes.at(7))));
        var second = asked(replies.queued(new ReplyId(ascending[2]), one, TestTimes.at(8)));
        asked(TestReplies.finished(TestReplies.running(replies.queued(one))));
        asked(replies.queued(openedFor(BERT)));

        var open = read(stores -> stores.replies().openIn(session.id(), 50));

        assertEquals(List.of(first, second, third, last), open);
        assertEquals(List.of(first, second), read(stores -> stores.replies().openIn(session.id(), 2)));
    }

    @Test
    void all_replies_of_a_session_are_told_by_id_to_who_may_see_it() {
        var session = started(sessions.active(ANNA, "a"));
        var one = opened(threads.in(session, "one"));
        var two = opened(threads.in(session, "two"));
        var ascending = TestIds.ascendingUnsigned();
        var last = asked(replies.queued(new ReplyId(ascending[4]), one, TestTimes.at(5)));
        var first = asked(TestReplies.finished(
                TestReplies.running(replies.queued(new ReplyId(ascending[0]), two, TestTimes.at(6)))));
        var second = asked(TestReplies.running(replies.queued(new ReplyId(ascending[2]), two, TestTimes.at(7))));
        asked(replies.queued(openedFor(ANNA)));

        var owner = new SessionAccess.Owner(ANNA);
        assertEquals(List.of(first, second, last), listed(owner, session.id(), Optional.empty(), 50));
        assertEquals(List.of(first, second), listed(ANY, session.id(), Optional.empty(), 2));
        assertEquals(
                List.of(second, last),
                listed(owner, session.id(), Optional.of(first.reply().id()), 50));
        assertEquals(
                List.of(), listed(owner, session.id(), Optional.of(last.reply().id()), 50));
        assertEquals(List.of(), listed(new SessionAccess.Owner(BERT), session.id(), Optional.empty(), 50));
        keepIn(session.id(), stores -> stores.threads().delete(two.id(), TestTimes.at(9)));
        assertEquals(List.of(last), listed(owner, session.id(), Optional.empty(), 50));
    }

    private List<StoredReply> listed(SessionAccess access, SessionId session, Optional<ReplyId> after, int limit) {
        return read(stores -> stores.replies().list(access, session, after, limit));
    }

    @Test
    void a_second_running_reply_of_a_thread_is_refused() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session, "main"));
        var first = asked(replies.queued(thread));
        var second = asked(replies.queued(thread));
        changed(TestReplies.running(first));

        assertThrows(RuntimeException.class, () -> changed(TestReplies.running(second)));
        var third = TestReplies.running(replies.queued(thread));
        assertThrows(RuntimeException.class, () -> asked(third));

        assertEquals(ReplyStatus.QUEUED, stored(second).reply().status());
        assertEquals(
                Optional.empty(),
                read(stores -> stores.replies().find(ANY, third.reply().id())));
        assertEquals(List.of(TestReplies.running(first), second), open(thread));
    }

    @Test
    void the_place_of_the_running_reply_is_free_when_it_runs_no_more() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session, "main"));
        var other = opened(threads.in(session, "other"));
        var first = TestReplies.running(asked(replies.queued(thread)));
        var second = TestReplies.running(asked(replies.queued(thread)));
        var third = TestReplies.running(asked(replies.queued(thread)));
        changed(first);
        asked(TestReplies.running(replies.queued(other)));

        changed(first.released(first.reply().requeued()));
        changed(second);
        changed(TestReplies.finished(second));
        changed(third);

        assertEquals(third, open(thread).get(0));
    }

    @Test
    void the_place_is_passed_on_within_one_transaction() {
        var thread = openedFor(ANNA);
        var first = TestReplies.running(asked(replies.queued(thread)));
        var second = TestReplies.running(asked(replies.queued(thread)));
        changed(first);

        keepIn(thread.session(), stores -> {
            stores.replies().change(TestReplies.finished(first));
            stores.replies().change(second);
        });

        assertEquals(List.of(second), open(thread));
    }

    private StoredReply finishedFor(FinishReason reason, StoredReply queued) {
        var running = queued.claimedBy("worker:w-1", new Fence(3), TestTimes.at(9));
        var written = running.renewed(running.reply().writtenTo(new TextOffset(12)), TestTimes.at(10));
        Optional<String> why = reason == FinishReason.FAILED ? Optional.of("the model was away") : Optional.empty();
        Reply finished = written.reply().finished(reason, why, Optional.of(TestReplies.TOKENS), TestTimes.at(11));
        return written.released(finished);
    }

    private List<StoredReply> open(ChatThread thread) {
        return read(stores -> stores.replies().open(ANY, thread.id()));
    }
}
