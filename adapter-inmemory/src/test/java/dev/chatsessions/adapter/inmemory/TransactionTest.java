package dev.chatsessions.adapter.inmemory;

import static dev.chatsessions.adapter.inmemory.Samples.ALL;
import static dev.chatsessions.adapter.inmemory.Samples.NOON;
import static dev.chatsessions.adapter.inmemory.Samples.SESSION;
import static dev.chatsessions.adapter.inmemory.Samples.claimed;
import static dev.chatsessions.adapter.inmemory.Samples.message;
import static dev.chatsessions.adapter.inmemory.Samples.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.LogScope;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.MessageStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is said of transactions, where a storage in memory has ways of its own to get it wrong. */
final class TransactionTest {

    private final InMemoryStorage storage = Samples.storageWith(1);

    @Test
    void stores_that_outlive_their_work_are_refused_even_within_another() {
        var leaked = storage.write(stores -> stores);
        var store = storage.read(Stores::sessions);

        assertThrows(IllegalStateException.class, leaked::now);
        assertThrows(IllegalStateException.class, () -> leaked.sessions().find(ALL, SESSION));
        storage.read(stores -> assertThrows(IllegalStateException.class, () -> store.find(ALL, SESSION)));
    }

    @Test
    void stores_are_for_the_thread_of_their_work() {
        var failure = storage.read(stores -> assertThrows(
                CompletionException.class,
                () -> CompletableFuture.supplyAsync(() -> stores.sessions().find(ALL, SESSION))
                        .join()));

        assertEquals(IllegalStateException.class, failure.getCause().getClass());
    }

    @Test
    void a_message_that_is_not_in_the_version_before_has_the_write_run_again() {
        var runs = new AtomicInteger();

        storage.write(stores -> {
            stores.sessions().lock(ALL, SESSION);
            var behind = runs.incrementAndGet() == 1;
            var current = message(1).finishedAs(MessageStatus.STOPPED, List.of(), stores.now());
            stores.messages()
                    .change(behind ? current.finishedAs(MessageStatus.FAILED, List.of(), stores.now()) : current);
            return true;
        });

        assertEquals(2, runs.get());
    }

    @Test
    void a_reply_that_never_is_in_the_revision_before_fails_the_write_after_some_runs() {
        var runs = new AtomicInteger();

        assertThrows(
                IllegalStateException.class,
                () -> storage.write(stores -> {
                    runs.incrementAndGet();
                    stores.sessions().lock(ALL, SESSION);
                    stores.replies().insert(reply(10));
                    stores.replies().change(claimed(claimed(reply(10))));
                    return true;
                }));

        assertEquals(3, runs.get());
        assertEquals(List.of(), storage.read(stores -> stores.replies().openIn(SESSION, 50)));
    }

    @Test
    void a_work_cannot_hide_that_a_row_was_not_what_it_took_it_for() {
        assertThrows(
                IllegalStateException.class,
                () -> storage.write(stores -> {
                    stores.sessions().lock(ALL, SESSION);
                    Samples.append(stores, 2);
                    assertThrows(RuntimeException.class, () -> stores.replies().change(claimed(reply(10))));
                    return true;
                }));

        assertEquals(
                1,
                storage.read(stores -> stores.events().head(ALL, Samples.LOG))
                        .orElseThrow()
                        .sequence());
    }

    @Test
    void time_does_not_go_back_when_the_clock_does() {
        var later = NOON.plusSeconds(1);
        var restless = InMemoryStorage.builder().clock(new Script(later, NOON)).build();

        assertEquals(later, restless.write(Stores::now));
        assertEquals(later, restless.write(Stores::now));
    }

    @Test
    void time_is_in_microseconds() {
        var fine =
                InMemoryStorage.builder().clock(new Script(NOON.plusNanos(999))).build();

        assertEquals(NOON, fine.write(Stores::now));
    }

    @Test
    void time_stands_still_until_a_lock_is_taken() {
        var later = NOON.plusSeconds(1);
        var restless = InMemoryStorage.builder().clock(new Script(NOON, later)).build();

        var seen = restless.write(stores -> {
            var first = List.of(stores.now(), stores.now());
            stores.sessions().insert(Samples.session(), 7);
            stores.sessions().lock(ALL, SESSION);
            return List.of(first, List.of(stores.now(), stores.now()));
        });

        assertEquals(List.of(List.of(NOON, NOON), List.of(later, later)), seen);
    }

    @Test
    void a_reply_waits_for_the_new_answerer_of_its_session() {
        var worker = new Answerer.Worker(new WorkerId("w-1"));
        storage.write(stores -> {
            stores.sessions().lock(ALL, SESSION);
            stores.replies().insert(reply(10));
            var before = stores.sessions().find(ALL, SESSION).orElseThrow();
            return stores.sessions().change(Samples.answeredBy(worker, before), 1);
        });

        var waiting = storage.read(stores -> List.of(
                stores.replies().claimable(new Answerer.Assistant(), 10).size(),
                stores.replies().claimable(worker, 10).size()));

        assertEquals(List.of(0, 1), waiting);
    }

    @Test
    void an_event_that_names_the_message_of_another_brings_no_text() {
        var bert = new UserId("bert");
        var log = new LogScope.OfUser(bert);
        storage.write(stores -> {
            stores.events().lock(log, 8);
            return stores.events().append(log, Samples.told(message(1)));
        });

        var read = storage.read(stores -> stores.events().read(new SessionAccess.Owner(bert), log, 0, 10));

        assertEquals(
                List.of(Optional.empty()),
                read.stream().map(LoggedEvent::message).toList());
    }

    @Test
    void a_closed_storage_is_unavailable() {
        storage.check();

        storage.close();
        storage.close();

        assertEquals(
                List.of("storage-unavailable", "storage-unavailable", "storage-unavailable"),
                List.of(
                        assertThrows(Unavailable.class, storage::check).code(),
                        assertThrows(Unavailable.class, () -> storage.read(Stores::now))
                                .code(),
                        assertThrows(Unavailable.class, () -> storage.write(Stores::now))
                                .code()));
    }

    /** Shows what it was told to, in turn. */
    private static final class Script extends Clock {

        private final ArrayDeque<Instant> shows;

        Script(Instant... shows) {
            this.shows = new ArrayDeque<>(List.of(shows));
        }

        @Override
        public Instant instant() {
            return shows.remove();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
