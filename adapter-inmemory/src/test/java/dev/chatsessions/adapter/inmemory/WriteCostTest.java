package dev.chatsessions.adapter.inmemory;

import static dev.chatsessions.adapter.inmemory.Samples.ALL;
import static dev.chatsessions.adapter.inmemory.Samples.LOG;
import static dev.chatsessions.adapter.inmemory.Samples.NOON;
import static dev.chatsessions.adapter.inmemory.Samples.SESSION;
import static dev.chatsessions.adapter.inmemory.Samples.THREAD;
import static dev.chatsessions.adapter.inmemory.Samples.message;
import static dev.chatsessions.adapter.inmemory.Samples.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.spi.Stores;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A write costs the entries that it changes, however much is kept. */
final class WriteCostTest {

    private final Journal journal = new Journal();

    private final Tables tables = new Tables(journal);

    private final Timeline timeline = new Timeline(Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void an_append_to_a_long_thread_changes_as_much_as_to_a_short_one() {
        begin();
        fill(1, 10);
        var inShort = cost(stores -> Samples.append(stores, 11));

        fill(12, 10_000);
        var inLong = cost(stores -> Samples.append(stores, 10_001));

        assertEquals(inShort, inLong);
    }

    @Test
    void a_delta_changes_as_much_late_in_a_reply_as_early() {
        begin();
        cost(stores -> stores.replies().insert(reply(10)));
        var early = cost(stores -> stores.events().append(LOG, Samples.delta(reply(10), 0, "a")));

        cost(stores -> {
            for (var offset = 1; offset < 10_000; offset++) {
                stores.events().append(LOG, Samples.delta(reply(10), offset, "a"));
            }
        });
        var late = cost(stores -> stores.events().append(LOG, Samples.delta(reply(10), 10_000, "a")));

        assertTrue(late <= early, () -> "the first changed " + early + " entries, the last " + late);
    }

    @Test
    void the_deletion_of_a_full_session_changes_as_much_as_of_an_empty_one() {
        begin();
        var empty = new WriteCostTest();
        empty.begin();
        fill(1, 1_000);

        assertEquals(empty.cost(WriteCostTest::deleteSession), cost(WriteCostTest::deleteSession));
    }

    @Test
    void a_purge_goes_on_where_the_one_before_stopped() {
        begin();
        fill(1, 1_000);
        cost(WriteCostTest::deleteSession);

        cost(stores -> assertEquals(7, stores.sessions().purgeDeleted(7)));
        cost(stores -> assertTrue(stores.sessions().purgeDeleted(10_000) > 1_990));
        cost(stores -> assertEquals(0, stores.sessions().purgeDeleted(10_000)));
    }

    @Test
    void what_was_purged_takes_no_space() {
        begin();
        fill(1, 10);
        cost(WriteCostTest::deleteSession);
        cost(stores -> stores.sessions().purgeDeleted(1_000));

        assertTrue(tables.messages().find(message(1).id()).isEmpty());
        assertTrue(tables.threads().kept(THREAD).isEmpty());
        assertTrue(tables.logs().find(LOG).isEmpty());
        assertTrue(tables.threads().ofSession(SESSION).isEmpty());
    }

    private void begin() {
        try (var transaction = new Transaction(tables, timeline, true)) {
            transaction.sessions().insert(Samples.session(), 7);
            transaction.threads().insert(Samples.thread());
        }
        journal.forget();
    }

    private void fill(int first, int last) {
        cost(stores -> {
            for (var position = first; position <= last; position++) {
                Samples.append(stores, position);
            }
        });
    }

    /** How many entries a write changes. */
    private int cost(Consumer<Stores> work) {
        try (var transaction = new Transaction(tables, timeline, true)) {
            transaction.sessions().lock(ALL, SESSION);
            work.accept(transaction);
        }
        var changed = journal.size();
        journal.forget();
        return changed;
    }

    private static void deleteSession(Stores stores) {
        stores.sessions().delete(SESSION, NOON);
    }
}
