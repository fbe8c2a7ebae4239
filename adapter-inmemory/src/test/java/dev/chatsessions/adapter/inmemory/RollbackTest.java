package dev.chatsessions.adapter.inmemory;

import static dev.chatsessions.adapter.inmemory.Samples.ALL;
import static dev.chatsessions.adapter.inmemory.Samples.ANNA;
import static dev.chatsessions.adapter.inmemory.Samples.LOG;
import static dev.chatsessions.adapter.inmemory.Samples.NOON;
import static dev.chatsessions.adapter.inmemory.Samples.SESSION;
import static dev.chatsessions.adapter.inmemory.Samples.THREAD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.JsonValue;
import dev.chatsessions.TokenCount;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.usage.UsageEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever a write did, when it throws, all that can be read is as before. */
final class RollbackTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final InMemoryStorage storage = Samples.storageWith(3);

    @Test
    void appended_messages_and_events_are_taken_back() {
        assertTakenBack(stores -> Samples.append(stores, 4));
    }

    @Test
    void a_changed_session_holds_its_old_key_and_place_again() {
        assertTakenBack(stores -> {
            stores.sessions().change(Samples.session().movedTo(SessionStatus.TERMINATED, NOON.plus(DAY)), 1);
            stores.sessions().touch(SESSION, NOON.plus(DAY).plus(DAY));
        });
    }

    @Test
    void a_session_that_was_looked_for_meanwhile_is_in_its_old_place_again() {
        assertTakenBack(stores -> {
            stores.sessions().touch(SESSION, NOON.plus(DAY).plus(DAY));
            assertEquals(
                    List.of(), stores.sessions().inactive(SessionKind.CHAT, SessionStatus.ACTIVE, NOON.plus(DAY), 10));
        });
    }

    @Test
    void a_claimed_reply_waits_again() {
        storage.write(stores -> {
            stores.sessions().lock(ALL, SESSION);
            stores.replies().insert(Samples.reply(10));
            stores.replies().insert(Samples.reply(11));
            return true;
        });

        assertTakenBack(stores -> stores.replies().change(Samples.claimed(Samples.reply(10))));
    }

    @Test
    void a_cleared_thread_has_its_messages_and_deltas_again() {
        storage.write(stores -> {
            stores.sessions().lock(ALL, SESSION);
            stores.replies().insert(Samples.reply(10));
            stores.events().append(LOG, Samples.delta(Samples.reply(10), 0, "one"));
            return true;
        });

        assertTakenBack(stores -> {
            stores.messages().clear(SESSION, THREAD);
            stores.events().clear(SESSION, THREAD);
        });
    }

    @Test
    void a_purged_session_is_there_again() {
        assertTakenBack(stores -> {
            stores.threads().delete(THREAD, NOON);
            stores.sessions().delete(SESSION, NOON);
            stores.sessions().purgeDeleted(1_000);
        });
    }

    @Test
    void state_usage_and_request_keys_are_taken_back() {
        assertTakenBack(stores -> {
            stores.state().put(SESSION, new StateEntry("colour", JsonValue.of("red"), 1, NOON));
            stores.usage().record(spent());
            stores.requestKeys().insert(new StoredRequest("anna", "ask", "1", "hash", List.of(), NOON));
        });
    }

    @Test
    void a_work_that_fails_with_an_error_is_taken_back_too() {
        var before = storage.read(RollbackTest::everything);

        assertThrows(
                StackOverflowError.class,
                () -> storage.write(stores -> {
                    stores.threads().delete(THREAD, NOON);
                    throw new StackOverflowError();
                }));

        assertEquals(before, storage.read(RollbackTest::everything));
    }

    private void assertTakenBack(Consumer<Stores> changes) {
        var before = storage.read(RollbackTest::everything);

        assertThrows(
                OnPurpose.class,
                () -> storage.write(stores -> {
                    stores.sessions().lock(ALL, SESSION);
                    changes.accept(stores);
                    throw new OnPurpose();
                }));

        assertEquals(before, storage.read(RollbackTest::everything));
    }

    private static UsageEntry spent() {
        return new UsageEntry(
                Samples.id(99), ANNA, SESSION, THREAD, Optional.empty(), 0, TokenCount.measured("m", 3, 4), NOON);
    }

    private static List<Object> everything(Stores stores) {
        return List.of(
                stores.sessions().find(ALL, SESSION),
                stores.sessions().findByKey(ANNA, SessionKind.CHAT, "main"),
                stores.sessions().list(ANNA, SessionFilter.all(), Optional.empty(), 10),
                stores.sessions().inactive(SessionKind.CHAT, SessionStatus.ACTIVE, NOON.plus(DAY), 10),
                stores.sessions().isDeleted(ALL, SESSION),
                stores.threads().find(ALL, THREAD),
                stores.threads().findByKey(ALL, SESSION, "main"),
                stores.threads().list(ALL, SESSION, Optional.empty(), 10),
                stores.threads().isDeleted(ALL, THREAD),
                stores.messages().history(ALL, THREAD, Long.MAX_VALUE, 100),
                stores.replies().open(ALL, THREAD),
                stores.replies().openIn(SESSION, 50),
                stores.replies().claimable(new Answerer.Assistant(), 10),
                stores.replies().leaseEnded(NOON.plus(DAY), 10),
                stores.events().head(ALL, LOG),
                stores.events().read(ALL, LOG, 0, 100),
                stores.events().deltas(ALL, SESSION, Samples.reply(10).reply().id(), 0),
                stores.state().entries(ALL, SESSION),
                stores.usage().total(ANNA),
                stores.usage().entries(ANNA, Optional.empty(), 10));
    }

    private static final class OnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
