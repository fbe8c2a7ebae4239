package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SessionAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is run again, and what is not. */
@Tag(TestDatabase.NOT_THE_JDK)
final class RepetitionTest {

    private static final SessionAccess ANY = new SessionAccess.Any();

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_15", "POSTGRESQL_18"})
    void of_two_works_in_a_deadlock_both_are_done(TestDatabase database) throws Exception {
        var collisions = new ConcurrentLinkedQueue<String>();
        var storage = JdbiStorage.builder(database.pool())
                .schema("repetition")
                .observer(telling(collisions))
                .build();
        var one = Chat.started(storage, "anna-" + Chat.id());
        var other = Chat.started(storage, "bert-" + Chat.id());
        var bothHoldTheirFirst = new CyclicBarrier(2);
        var runs = new AtomicInteger();

        var threads = Executors.newFixedThreadPool(2);
        try {
            var tasks = List.<Callable<Integer>>of(
                    () -> inTurn(storage, one, other, bothHoldTheirFirst, runs),
                    () -> inTurn(storage, other, one, bothHoldTheirFirst, runs));
            for (var future : threads.invokeAll(tasks)) {
                future.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertTrue(runs.get() > 2, "nothing was run again");
        assertEquals(runs.get() - 2, collisions.size());
        assertEquals(Set.of("deadlock"), Set.copyOf(collisions));
        assertEquals(4, one.newest(storage, 50).size());
        assertEquals(4, other.newest(storage, 50).size());
    }

    /** Meets the other at the first run only: afterwards nobody waits there. */
    private static int inTurn(
            JdbiStorage storage, Chat first, Chat second, CyclicBarrier bothHoldTheirFirst, AtomicInteger runs) {
        var run = new AtomicInteger();
        return storage.write(stores -> {
            runs.incrementAndGet();
            stores.sessions().lock(ANY, first.session());
            if (run.incrementAndGet() == 1) {
                await(bothHoldTheirFirst);
            }
            first.turn(stores, "Where to?", "Lisbon.");
            second.turn(stores, "Where to?", "Porto.");
            return run.get();
        });
    }

    @Test
    void a_lock_that_is_not_given_in_time_is_unavailable_and_not_run_again() throws Exception {
        var patient = storage(TestDatabase.POSTGRESQL_18);
        var hasty = JdbiStorage.builder(TestDatabase.POSTGRESQL_18.pool())
                .schema("repetition")
                .timeouts(Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofSeconds(10))
                .build();
        var chat = Chat.started(patient, "anna-" + Chat.id());
        var runs = new AtomicInteger();
        var thread = Executors.newSingleThreadExecutor();
        try {
            patient.write(stores -> {
                stores.sessions().lock(ANY, chat.session());
                var late = thread.submit(() -> hasty.write(inner -> {
                    runs.incrementAndGet();
                    return inner.sessions().lock(ANY, chat.session());
                }));
                var failure = assertThrows(Exception.class, () -> late.get(30, TimeUnit.SECONDS));
                assertEquals("storage-unavailable", ((Unavailable) failure.getCause()).code());
                return failure;
            });
        } finally {
            thread.shutdownNow();
        }
        assertEquals(1, runs.get());
    }

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void writers_of_one_session_wait_for_one_another(TestDatabase database) throws Exception {
        var storage = storage(database);
        var chat = Chat.started(storage, "anna-" + Chat.id());
        var threads = Executors.newFixedThreadPool(8);
        try {
            var tasks = new ArrayList<Callable<Boolean>>();
            for (var writer = 0; writer < 8; writer++) {
                tasks.add(() -> {
                    for (var turn = 0; turn < 10; turn++) {
                        chat.turn(storage, "Where to?", "Lisbon.");
                    }
                    return true;
                });
            }
            for (var future : threads.invokeAll(tasks)) {
                assertTrue(future.get(60, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(160, chat.newest(storage, 1_000).size());
        assertEquals(
                80,
                storage.read(stores -> stores.usage().total(chat.access(), chat.session()))
                        .calls());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException("the other did not come", failure);
        }
    }

    private static Observer telling(Collection<String> collisions) {
        return new Observer() {
            @Override
            public void runAgain(String reason) {
                collisions.add(reason);
            }
        };
    }

    private static JdbiStorage storage(TestDatabase database) {
        return JdbiStorage.builder(database.pool()).schema("repetition").build();
    }
}
