package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.join.Admission;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.BudgetStore.Window;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.TokenStore.StoredToken;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who wins when many want the same, and that nothing is lost or done twice. Used by one test at a time. */
public abstract class RaceContract extends Contract {

    private static final int MANY = 16;

    private static final int EACH = 12;

    /** With the fixture of one test. */
    protected RaceContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void one_of_many_sessions_gets_a_key_and_the_others_find_it() {
        var all = times(MANY, number -> sessions.active(ANNA, "trip"));

        var holders = raced(
                MANY,
                number -> write(stores -> {
                    var kept = stores.sessions().insert(all.get(number), number + 1);
                    var holder = stores.sessions()
                            .findByKey(ANNA, SessionKind.CHAT, "trip")
                            .orElseThrow();
                    assertEquals(kept, holder.equals(all.get(number)));
                    return holder;
                }));

        assertEquals(1, Set.copyOf(holders).size());
        assertEquals(
                List.of(holders.get(0)),
                read(stores -> stores.sessions().list(ANNA, SessionFilter.all(), Optional.empty(), ALL)));
    }

    @Test
    void no_more_is_set_aside_of_a_budget_than_there_is_however_many_ask_at_once() {
        var window = new Window(ANNA, Optional.empty(), BudgetPeriod.DAY, TestTimes.at(0), TestTimes.at(99));
        var all = times(MANY, number -> {
            var thread = opened(threads.in(started(sessions.active(ANNA, "key-" + number))));
            return asked(replies.queued(thread)).reply();
        });

        var kept = raced(MANY, number -> {
            var reply = all.get(number);
            var reserved = write(stores -> {
                stores.budgets().open(window, TestTimes.at(0));
                return stores.budgets().reserve(window, reply.session(), reply.id(), 10, 55);
            });
            if (number % 2 == 0) {
                keep(stores -> stores.budgets().release(reply.session(), reply.id()));
            }
            return reserved.isPresent() && number % 2 == 1 ? 10L : 0L;
        });

        var count = read(stores -> stores.budgets().find(window)).orElseThrow();
        assertEquals(kept.stream().mapToLong(Long::longValue).sum(), count.reserved());
        assertTrue(count.reserved() <= 55, "set aside " + count.reserved());
    }

    @Test
    void one_of_many_threads_gets_a_key_and_the_others_find_it() {
        var session = started(sessions.active(ANNA, "a"));
        var all = times(MANY, number -> threads.in(session, "main"));

        var holders = raced(
                MANY,
                number -> write(stores -> {
                    var kept = stores.threads().insert(all.get(number));
                    var holder = stores.threads()
                            .findByKey(ANY, session.id(), "main")
                            .orElseThrow();
                    assertEquals(kept, holder.equals(all.get(number)));
                    return holder;
                }));

        assertEquals(1, Set.copyOf(holders).size());
        assertEquals(
                List.of(holders.get(0)),
                read(stores -> stores.threads().list(ANY, session.id(), Optional.empty(), ALL)));
    }

    @Test
    void one_of_many_copies_of_a_request_is_served_and_the_others_get_its_result() {
        var copies = times(
                MANY,
                number -> new StoredRequest(
                        "user:anna", "ask", "key-1", "hash", List.of("made by " + number), TestTimes.at(number)));

        var found = raced(MANY, number -> write(stores -> stores.requestKeys().insert(copies.get(number))));

        var winners = IntStream.range(0, MANY)
                .filter(number -> found.get(number).isEmpty())
                .boxed()
                .toList();
        assertEquals(1, winners.size());
        var winner = Optional.of(copies.get(winners.get(0)));
        for (var number = 0; number < MANY; number++) {
            assertEquals(number == winners.get(0) ? Optional.empty() : winner, found.get(number));
        }
    }

    @Test
    void one_of_many_changes_of_a_version_is_made() {
        var session = started(sessions.active(ANNA, "a"));
        var thread = opened(threads.in(session));

        var sessionsChanged = raced(
                MANY,
                number ->
                        did(stores -> stores.sessions().change(session.renamedTo(Optional.of("title " + number)), 1)));
        var threadsChanged = raced(
                MANY,
                number -> did(stores -> stores.threads().change(thread.renamedTo(Optional.of("title " + number)), 1)));

        assertEquals(1, Collections.frequency(sessionsChanged, true));
        assertEquals(1, Collections.frequency(threadsChanged, true));
        assertEquals(
                Optional.of("title " + sessionsChanged.indexOf(true)),
                stored(session).title());
        assertEquals(
                Optional.of("title " + threadsChanged.indexOf(true)),
                stored(thread).title());
        assertEquals(2, stored(session).version());
        assertEquals(2, stored(thread).version());
    }

    @Test
    void one_of_many_producers_claims_a_reply() {
        BiFunction<Stores, ReplyId, Optional<LockedReply>> waiting =
                (in, id) -> in.replies().lock(ANY, id);
        BiFunction<Stores, ReplyId, Optional<LockedReply>> trying =
                (in, id) -> in.replies().tryLock(ANY, id);
        BiFunction<Stores, ReplyId, Optional<LockedReply>> tryingAll =
                (in, id) -> in.replies().tryLockAll(ANY, List.of(id)).stream().findAny();
        for (var lock : List.of(waiting, trying, tryingAll)) {
            var queued = asked(replies.queued(opened(threads.in(started(sessions.active(ANNA, "key " + lock))))));

            var claimed = raced(MANY, number -> did(stores -> claim(stores, lock, queued, number)));

            assertEquals(1, Collections.frequency(claimed, true));
            var winner = claimed.indexOf(true);
            assertEquals(claimedBy(winner, queued), stored(queued));
        }
    }

    @Test
    void one_of_many_replies_of_a_thread_is_running_whatever_the_callers_believe() {
        var thread = openedFor(ANNA);
        var all = times(MANY, number -> asked(replies.queued(thread)));

        var outcomes = Collision.of(IntStream.range(0, MANY)
                .<Callable<Integer>>mapToObj(number -> () -> {
                    changed(claimedBy(number, all.get(number)));
                    return number;
                })
                .toList());

        var winners =
                outcomes.stream().flatMap(outcome -> outcome.result().stream()).toList();
        assertEquals(1, winners.size());
        for (var number = 0; number < MANY; number++) {
            assertEquals(
                    number == winners.get(0) ? ReplyStatus.RUNNING : ReplyStatus.QUEUED,
                    stored(all.get(number)).reply().status());
        }
    }

    @Test
    void a_log_is_without_holes_and_nobody_sees_a_later_event_before_an_earlier_one() {
        var session = started(sessions.active(ANNA, "a")).id();
        var log = TestEvents.logOf(session);
        var writing = new CountDownLatch(MANY);
        List<Callable<List<LoggedEvent>>> tasks = new ArrayList<>();
        for (var number = 0; number < MANY; number++) {
            tasks.add(() -> {
                try {
                    for (var count = 0; count < EACH; count++) {
                        logged(session, TestEvents.notice("one"), TestEvents.notice("two"));
                    }
                    return List.of();
                } finally {
                    writing.countDown();
                }
            });
        }
        tasks.add(() -> followedWhile(writing, log));

        var followed = Collision.results(Collision.of(tasks)).get(MANY);

        assertEquals(
                numbersUpTo(2 * MANY * EACH),
                followed.stream().map(LoggedEvent::sequence).toList());
        assertEquals(followed, read(stores -> stores.events().read(ANY, log, 0, ALL)));
        var times = followed.stream().map(LoggedEvent::at).toList();
        assertEquals(times.stream().sorted().toList(), times);
    }

    @Test
    void many_begin_the_log_of_a_user_and_it_has_one_epoch() {
        var log = TestEvents.logOf(ANNA);

        var heads = raced(
                MANY,
                number -> write(stores -> {
                    var head = stores.events().lock(log, number + 1);
                    var sequence = stores.events().append(log, TestEvents.notice("from " + number));
                    assertEquals(head.sequence() + 1, sequence);
                    return head;
                }));

        assertEquals(1, heads.stream().map(LogHead::epoch).distinct().count());
        assertEquals(
                numbersUpTo(MANY),
                read(stores -> stores.events().read(ANY, log, 0, ALL)).stream()
                        .map(LoggedEvent::sequence)
                        .toList());
        assertEquals(
                Optional.of(new LogHead(log, heads.get(0).epoch(), MANY)),
                read(stores -> stores.events().head(ANY, log)));
    }

    @Test
    void what_is_read_under_a_lock_and_written_back_loses_nothing() {
        var thread = openedFor(ANNA);
        var session = thread.session();

        raced(MANY, number -> {
            for (var count = 0; count < EACH; count++) {
                keep(stores -> appendNext(stores, thread));
            }
            return true;
        });

        var positions = read(stores -> stores.messages().history(ANY, thread.id(), Long.MAX_VALUE, ALL))
                .orElseThrow()
                .messages()
                .stream()
                .map(Message::position)
                .sorted()
                .toList();
        assertEquals(numbersUpTo(MANY * EACH), positions);
        assertEquals(MANY * EACH, stored(thread).messageCount());
        assertEquals(
                Optional.of(JsonValue.of(MANY * EACH)),
                read(stores -> stores.state().find(ANY, session, "count")).map(StateEntry::value));
    }

    @Test
    void a_lock_shows_what_the_one_who_held_it_before_left() {
        var session = started(sessions.active(ANNA, "a"));
        var log = TestEvents.logOf(session.id());

        raced(
                MANY,
                number -> did(stores -> {
                    var locked = stores.sessions().lock(ANY, session.id()).orElseThrow();
                    var next = locked.session().renamedTo(Optional.of("title " + number));
                    assertTrue(stores.sessions().change(next, locked.session().version()));
                    assertEquals(locked.sequence() + 1, stores.events().append(log, TestEvents.notice("renamed")));
                    return true;
                }));

        assertEquals(1 + MANY, stored(session).version());
    }

    @Test
    void totals_are_the_sum_of_what_many_spent_and_no_attempt_counts_twice() {
        var chats = times(4, number -> opened(threads.in(started(sessions.active(ANNA, "key " + number)))));
        var asked = times(
                4, number -> asked(replies.queued(chats.get(number))).reply().id());

        raced(MANY, number -> {
            var chat = chats.get(number % 4);
            for (var attempt = 1; attempt <= EACH; attempt++) {
                spent(TestUsage.entry(ids.next(), ANNA, chat, asked.get(number % 4), attempt, TestReplies.TOKENS));
                spent(TestUsage.entry(ids.next(), ANNA, chat, TestReplies.TOKENS, TestTimes.at(number)));
            }
            return true;
        });

        var entries = read(stores -> stores.usage().entries(ANNA, Optional.empty(), ALL));
        assertEquals(4 * EACH + MANY * EACH, entries.size());
        assertEquals(sumOf(entries), read(stores -> stores.usage().total(ANNA)));
        for (var chat : chats) {
            var ofChat = entries.stream()
                    .filter(entry -> entry.thread().equals(chat.id()))
                    .toList();
            assertEquals(sumOf(ofChat), read(stores -> stores.usage().total(ANY, chat.session())));
        }
    }

    @Test
    void the_latest_of_many_activities_stays() {
        var session = started(sessions.active(ANNA, "a"));

        raced(MANY, number -> {
            keep(stores -> stores.sessions().touch(session.id(), TestTimes.at(2 + (number * 7) % MANY)));
            return true;
        });

        assertEquals(TestTimes.at(1 + MANY), stored(session).lastActivityAt());
    }

    @Test
    void one_of_many_revokes_a_token() {
        var token = new StoredToken(
                ids.token(), "hash", "user", "anna", Set.of(), TestTimes.at(1), TestTimes.at(90), Optional.empty());
        keep(stores -> stores.tokens().insert(token));

        var revoked = raced(MANY, number -> did(stores -> stores.tokens().revoke(token.id(), TestTimes.at(number))));

        assertEquals(1, Collections.frequency(revoked, true));
        assertEquals(
                Optional.of(TestTimes.at(revoked.indexOf(true))),
                read(stores -> stores.tokens().find(token.id())).orElseThrow().revokedAt());
    }

    @Test
    void one_of_many_redeems_a_join_token() {
        var session = started(sessions.active(ANNA, "a"));
        var token = new JoinToken(
                ids.token(),
                session.id(),
                Admission.READ,
                TestTimes.at(1),
                TestTimes.at(90),
                Optional.empty(),
                Optional.empty());
        keepIn(session.id(), stores -> stores.joinTokens().insert(token, "hash"));

        var redeemed = raced(
                MANY,
                number -> did(stores -> stores.joinTokens()
                        .redeem(session.id(), token.id(), TestTimes.at(2 + number), TestTimes.at(91 + number))));

        assertEquals(1, Collections.frequency(redeemed, true));
        var first = redeemed.indexOf(true);
        assertEquals(
                Optional.of(token.redeemedAt(TestTimes.at(2 + first), TestTimes.at(91 + first))),
                read(stores -> stores.joinTokens().find(ANY, session.id(), token.id())));
    }

    @Test
    void what_many_remove_is_removed_once() {
        for (var number = 0; number < 40; number++) {
            var request = new StoredRequest("c", "o", "key-" + number, "h", List.of(), TestTimes.at(1));
            assertEquals(Optional.empty(), write(stores -> stores.requestKeys().insert(request)));
        }

        var removed = raced(
                4,
                number -> IntStream.range(0, 20)
                        .map(round -> write(stores -> stores.requestKeys().removeBefore(TestTimes.at(2), 3)))
                        .sum());

        assertEquals(40, removed.stream().mapToInt(Integer::intValue).sum());
    }

    private boolean claim(
            Stores stores, BiFunction<Stores, ReplyId, Optional<LockedReply>> lock, StoredReply queued, int number) {
        var found = lock.apply(stores, queued.reply().id());
        if (found.isEmpty() || found.get().stored().reply().status() != ReplyStatus.QUEUED) {
            return false;
        }
        stores.replies().change(claimedBy(number, found.get().stored()));
        return true;
    }

    private static StoredReply claimedBy(int number, StoredReply queued) {
        return queued.claimedBy("node-" + number, new Fence(number + 1), TestTimes.at(30));
    }

    private void appendNext(Stores stores, ChatThread thread) {
        var now = stores.threads().lock(ANY, thread.id()).orElseThrow().thread();
        stores.messages().append(messages.saying("text", thread, now.lastPosition() + 1));
        stores.threads().record(now.grownBy(1, 1, TestTimes.at(6)));
        var count = stores.state()
                        .find(ANY, thread.session(), "count")
                        .map(StateEntry::version)
                        .orElse(0L)
                + 1;
        stores.state().put(thread.session(), new StateEntry("count", JsonValue.of(count), count, TestTimes.at(6)));
    }

    /** Reads what comes, again and again, until nobody writes any more and nothing more comes. */
    private List<LoggedEvent> followedWhile(CountDownLatch writing, LogScope log) {
        List<LoggedEvent> seen = new ArrayList<>();
        while (!Thread.currentThread().isInterrupted()) {
            var last = writing.getCount() == 0;
            long after = seen.isEmpty() ? 0 : seen.get(seen.size() - 1).sequence();
            var next = read(stores -> stores.events().read(ANY, log, after, 7));
            assertTrue(next.stream().allMatch(event -> event.sequence() > after), "an event came again");
            seen.addAll(next);
            if (last && next.isEmpty()) {
                break;
            }
        }
        return seen;
    }

    private static UsageTotal sumOf(List<UsageEntry> entries) {
        var sum = UsageTotal.ZERO;
        for (var entry : entries) {
            sum = sum.plus(entry.tokens());
        }
        return sum;
    }

    private static List<Long> numbersUpTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static <T> List<T> times(int count, IntFunction<T> make) {
        return IntStream.range(0, count).mapToObj(make).toList();
    }

    private static <T> List<T> raced(int count, IntFunction<T> task) {
        return Collision.results(Collision.of(IntStream.range(0, count)
                .<Callable<T>>mapToObj(number -> () -> task.apply(number))
                .toList()));
    }
}
