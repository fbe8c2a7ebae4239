package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What {@link Storage} promises of two transactions at a time. A storage may run them one after the other; then the one
 * that is waited for within the other comes too late, which is as good. Used by one test at a time.
 */
public abstract class ConcurrencyContract extends Contract {

    /** With the fixture of one test. */
    protected ConcurrencyContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_read_sees_one_moment_however_long_it_takes() {
        var session = started(sessions.active(ANNA, "a"));
        var renamed = session.renamedTo(Optional.of("Lisbon"));
        var looked = new Signal();
        var written = new Signal();

        var views = Collision.results(Collision.of(List.<Callable<List<Object>>>of(
                () -> read(stores -> {
                    var first = givenAfter(looked, () -> view(stores, session.id()));
                    written.comes();
                    return List.of(first, view(stores, session.id()));
                }),
                () -> {
                    looked.require("the first look");
                    keepIn(session.id(), stores -> {
                        stores.sessions().change(renamed, 1);
                        stores.sessions().insert(sessions.active(ANNA, "b"), 1);
                        stores.events().append(TestEvents.logOf(session.id()), TestEvents.notice("one"));
                    });
                    written.give();
                    return List.of();
                })));

        assertEquals(views.get(0).get(0), views.get(0).get(1));
        assertEquals(renamed, stored(session));
    }

    @Test
    void each_statement_of_a_write_sees_what_was_committed_before_it() {
        var session = started(sessions.active(ANNA, "a"));
        var renamed = session.renamedTo(Optional.of("Lisbon"));
        var looked = new Signal();
        var written = new Signal();

        Collision.results(Collision.of(List.<Callable<Boolean>>of(
                () -> write(stores -> {
                    var first = givenAfter(
                            looked,
                            () -> stores.sessions().find(ANY, session.id()).orElseThrow());
                    var expected = written.comes() ? List.of(renamed) : List.of(first, renamed);
                    var second = stores.sessions().find(ANY, session.id()).orElseThrow();
                    assertTrue(expected.contains(second), () -> "saw " + second);
                    return true;
                }),
                () -> {
                    looked.require("the first look");
                    assertTrue(did(stores -> stores.sessions().change(renamed, 1)));
                    written.give();
                    return true;
                })));

        assertEquals(renamed, stored(session));
    }

    @Test
    void a_lock_is_waited_for_until_the_end_of_the_transaction_that_holds_it() {
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply().id();
        Predicate<Stores> bySession =
                stores -> stores.sessions().lock(ANY, thread.session()).isPresent();
        Predicate<Stores> byTry =
                stores -> stores.sessions().tryLock(ANY, thread.session()).isPresent();
        Predicate<Stores> byThread =
                stores -> stores.threads().lock(ANY, thread.id()).isPresent();
        Predicate<Stores> byReply = stores -> stores.replies().lock(ANY, reply).isPresent();
        Predicate<Stores> ofUser =
                stores -> stores.events().lock(TestEvents.logOf(ANNA), 1).epoch() == 1;

        assertWaits(bySession, byReply);
        assertWaits(byTry, bySession);
        assertWaits(byThread, byThread);
        assertWaits(byReply, byThread);
        assertWaits(ofUser, ofUser);
    }

    @Test
    void a_lock_that_another_transaction_holds_is_not_given_to_those_who_do_not_wait() {
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply().id();
        Predicate<Stores> session =
                stores -> stores.sessions().lock(ANY, thread.session()).isPresent();
        Predicate<Stores> trySession =
                stores -> stores.sessions().tryLock(ANY, thread.session()).isPresent();
        Predicate<Stores> tryReply =
                stores -> stores.replies().tryLock(ANY, reply).isPresent();

        for (var attempt : List.of(trySession, tryReply)) {
            assertTrue(isAnsweredAtOnce(session, attempt), "the lock was waited for");
            assertTrue(did(attempt), "the lock was not given back");
        }
    }

    @Test
    void of_many_locks_those_are_given_that_nobody_holds() {
        var thread = openedFor(ANNA);
        var held = asked(replies.queued(thread)).reply().id();
        var free = asked(replies.queued(openedFor(BERT))).reply().id();
        Predicate<Stores> holder =
                stores -> stores.sessions().lock(ANY, thread.session()).isPresent();
        Predicate<Stores> both =
                stores -> stores.replies().tryLockAll(ANY, List.of(held, free)).size() == 2;
        Predicate<Stores> one = stores -> stores.replies().tryLockAll(ANY, List.of(held, free)).stream()
                .anyMatch(locked -> locked.stored().reply().id().equals(free));

        assertGivesWhatNobodyHolds(holder, both, one);
    }

    @Test
    void of_many_locks_of_threads_those_are_given_that_nobody_holds() {
        var held = openedFor(ANNA);
        var free = openedFor(BERT);
        Map<ThreadId, SessionAccess> wanted = Map.of(held.id(), ANY, free.id(), ANY);
        Predicate<Stores> holder =
                stores -> stores.sessions().lock(ANY, held.session()).isPresent();
        Predicate<Stores> both = stores -> stores.threads().tryLockAll(wanted).size() == 2;
        Predicate<Stores> one = stores -> stores.threads().tryLockAll(wanted).stream()
                .anyMatch(locked -> locked.thread().equals(free));

        assertGivesWhatNobodyHolds(holder, both, one);
    }

    @Test
    void of_many_locks_of_sessions_those_are_given_that_nobody_holds() {
        var held = started(sessions.active(ANNA, "held")).id();
        var free = started(sessions.active(BERT, "free")).id();
        Predicate<Stores> holder = stores -> stores.sessions().lock(ANY, held).isPresent();
        Predicate<Stores> both =
                stores -> stores.sessions().tryLockAll(ANY, List.of(held, free)).size() == 2;
        Predicate<Stores> one = stores -> stores.sessions().tryLockAll(ANY, List.of(held, free)).stream()
                .anyMatch(locked -> locked.session().id().equals(free));

        assertGivesWhatNobodyHolds(holder, both, one);
    }

    private void assertGivesWhatNobodyHolds(Predicate<Stores> holder, Predicate<Stores> both, Predicate<Stores> one) {
        assertTrue(isAnsweredAtOnce(holder, both), "the locks were waited for");
        assertTrue(new Pair<>(holder::test, one::test).run(false).result(), "what nobody held was not given");
        assertTrue(did(both), "the locks were not given back");
    }

    @Test
    void a_session_that_takes_a_key_at_the_same_time_is_waited_for() {
        for (var fails : List.of(false, true)) {
            var key = "first fails: " + fails;
            var first = sessions.active(ANNA, key);
            var second = sessions.active(ANNA, key);

            var kept = new Pair<>(
                            stores -> stores.sessions().insert(first, 1),
                            stores -> stores.sessions().insert(second, 1))
                    .run(fails)
                    .result();

            assertEquals(fails, kept);
            assertEquals(
                    Optional.of(fails ? second : first),
                    read(stores -> stores.sessions().findByKey(ANNA, SessionKind.CHAT, key)));
        }
    }

    @Test
    void a_thread_that_takes_a_key_at_the_same_time_is_waited_for() {
        var session = started(sessions.active(ANNA, "a"));
        for (var fails : List.of(false, true)) {
            var key = "first fails: " + fails;
            var first = threads.in(session, key);
            var second = threads.in(session, key);

            var kept = new Pair<>(
                            stores -> stores.threads().insert(first),
                            stores -> stores.threads().insert(second))
                    .run(fails)
                    .result();

            assertEquals(fails, kept);
            assertEquals(
                    Optional.of(fails ? second : first),
                    read(stores -> stores.threads().findByKey(ANY, session.id(), key)));
        }
    }

    @Test
    void a_request_that_is_being_served_is_waited_for() {
        for (var fails : List.of(false, true)) {
            var first = request("first fails: " + fails, "first");
            var second = request("first fails: " + fails, "second");

            var found = new Pair<>(
                            stores -> stores.requestKeys().insert(first),
                            stores -> stores.requestKeys().insert(second))
                    .run(fails)
                    .result();

            assertEquals(fails ? Optional.empty() : Optional.of(first), found);
            assertEquals(
                    Optional.of(fails ? second : first),
                    write(stores -> stores.requestKeys().insert(first)));
        }
    }

    @Test
    void whoever_gets_a_lock_later_has_no_earlier_time() {
        var session = started(sessions.active(ANNA, "a")).id();

        assertDatedInTheirOrder(
                TestEvents.logOf(session), stores -> stores.sessions().lock(ANY, session));
    }

    @Test
    void whoever_gets_the_lock_of_a_users_log_later_has_no_earlier_time() {
        var log = new LogScope.OfUser(ANNA);

        assertDatedInTheirOrder(log, stores -> stores.events().lock(log, TestEvents.EPOCH));
    }

    /** Of two, the one that looked at the time first takes the lock last. */
    private void assertDatedInTheirOrder(LogScope log, Work<?> lock) {
        var looked = new Signal();
        var done = new Signal();
        Work<Dated> lockAndDate = stores -> {
            lock.in(stores);
            return new Dated(stores.events().append(log, TestEvents.notice("dated")), stores.now());
        };

        var dated = Collision.results(Collision.of(List.<Callable<Dated>>of(
                        () -> write(stores -> {
                            givenAfter(looked, stores::now);
                            done.comes();
                            return lockAndDate.in(stores);
                        }),
                        () -> {
                            looked.require("the first look at the time");
                            advance(Duration.ofSeconds(10));
                            var result = write(lockAndDate);
                            done.give();
                            return result;
                        })))
                .stream()
                .sorted(Comparator.comparing(Dated::sequence))
                .toList();

        assertEquals(List.of(1L, 2L), dated.stream().map(Dated::sequence).toList());
        assertFalse(
                dated.get(1).at().isBefore(dated.get(0).at()),
                () -> "second holder at " + dated.get(1).at() + ", first at "
                        + dated.get(0).at());
    }

    @Test
    void works_that_lock_in_opposite_orders_both_come_to_their_end() {
        var one = started(sessions.active(ANNA, "a")).id();
        var two = started(sessions.active(ANNA, "b")).id();
        var firstHeld = new Signal();
        var secondHeld = new Signal();

        Collision.results(Collision.of(List.<Callable<Boolean>>of(
                () -> write(stores -> lockBoth(stores, one, two, firstHeld, secondHeld)),
                () -> write(stores -> lockBoth(stores, two, one, secondHeld, firstHeld)))));

        for (var session : List.of(one, two)) {
            var log = TestEvents.logOf(session);
            assertEquals(
                    2, read(stores -> stores.events().read(ANY, log, 0, ALL)).size());
        }
    }

    private static boolean lockBoth(Stores stores, SessionId first, SessionId second, Signal held, Signal otherHeld) {
        for (var session : List.of(first, second)) {
            givenAfter(held, () -> stores.sessions().lock(ANY, session).orElseThrow());
            stores.events().append(TestEvents.logOf(session), TestEvents.notice("locked"));
            otherHeld.comes();
        }
        return true;
    }

    /** Also when it fails, so that nobody waits for what will not come. */
    private static <T> T givenAfter(Signal signal, Supplier<T> step) {
        try {
            return step.get();
        } finally {
            signal.give();
        }
    }

    private static List<Object> view(Stores stores, SessionId session) {
        return List.of(
                stores.sessions().find(ANY, session),
                stores.sessions().list(ANNA, SessionFilter.all(), Optional.empty(), ALL),
                stores.events().head(ANY, TestEvents.logOf(session)).orElseThrow(),
                stores.events().read(ANY, TestEvents.logOf(session), 0, ALL));
    }

    private void assertWaits(Predicate<Stores> first, Predicate<Stores> second) {
        var outcome = new Pair<>(first::test, second::test).run(false);

        assertTrue(outcome.result(), "there was nothing to lock");
        assertTrue(outcome.over(), "the lock was given to a second transaction");
    }

    /** On a slow machine an answer may seem to have been waited for, but not each time. */
    private boolean isAnsweredAtOnce(Predicate<Stores> holder, Predicate<Stores> attempt) {
        for (var trial = 0; trial < 5; trial++) {
            var outcome = new Pair<>(holder::test, attempt::test).run(false);
            assertTrue(outcome.over() || !outcome.result(), "the lock was given while another held it");
            if (outcome.overBefore() || !outcome.result()) {
                return true;
            }
        }
        return false;
    }

    private static StoredRequest request(String key, String hash) {
        return new StoredRequest("user:anna", "ask", key, hash, List.of(), TestTimes.at(1));
    }

    private record Dated(long sequence, Instant at) {}

    /**
     * How the second of two ended.
     *
     * @param overBefore whether the first was over when the second began
     * @param over whether the first was over when the second had its result
     */
    private record Second<T>(T result, boolean overBefore, boolean over) {}

    /** Two works, of which the second begins when the first has done its thing and not yet ended. */
    private final class Pair<T> {

        private final Work<T> first;

        private final Work<T> second;

        private final Signal done = new Signal();

        private final Signal ended = new Signal();

        private final AtomicBoolean over = new AtomicBoolean();

        Pair(Work<T> first, Work<T> second) {
            this.first = first;
            this.second = second;
        }

        Second<T> run(boolean firstFails) {
            var seconds = Collision.results(Collision.of(List.<Callable<Optional<Second<T>>>>of(
                    () -> {
                        runFirst(firstFails);
                        return Optional.empty();
                    },
                    () -> {
                        done.require("the first of two works");
                        var result = write(stores -> {
                            var overBefore = over.get();
                            return new Second<>(second.in(stores), overBefore, over.get());
                        });
                        ended.give();
                        return Optional.of(result);
                    })));
            return seconds.get(1).orElseThrow();
        }

        private void runFirst(boolean fails) {
            Work<T> work = stores -> {
                var result = givenAfter(done, () -> first.in(stores));
                ended.comes();
                over.set(true);
                if (fails) {
                    throw new IllegalCallerException("the first work gives up");
                }
                return result;
            };
            if (fails) {
                assertThrows(IllegalCallerException.class, () -> write(work));
            } else {
                write(work);
            }
        }
    }
}
