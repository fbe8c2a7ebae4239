package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.spi.RequestKeyStore;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link RequestKeyStore} promises. Used by one test at a time. */
public abstract class RequestKeyStoreContract extends Contract {

    /** With the fixture of one test. */
    protected RequestKeyStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_request_that_is_there_is_returned_and_not_replaced() {
        var first = request("user:anna", "ask", "key-1", "hash-1", List.of("s-1", "r-2", ""), TestTimes.at(1));
        var copy = request("user:anna", "ask", "key-1", "hash-2", List.of(), TestTimes.at(2));

        assertEquals(Optional.empty(), inserted(first));
        assertEquals(Optional.of(first), inserted(first));
        assertEquals(Optional.of(first), inserted(copy));
        assertEquals(Optional.of(first), inserted(copy));
    }

    @Test
    void caller_operation_and_key_together_tell_requests_apart() {
        var requests = List.of(
                request("user:anna", "ask", "key-1", "hash", List.of("1"), TestTimes.at(1)),
                request("user:bert", "ask", "key-1", "hash", List.of("2"), TestTimes.at(1)),
                request("user:anna", "append", "key-1", "hash", List.of("3"), TestTimes.at(1)),
                request("user:anna", "ask", "key-2", "hash", List.of("4"), TestTimes.at(1)),
                request("user:anna", "ask", "KEY-1", "hash", List.of("5"), TestTimes.at(1)),
                request("user:an", "naask", "key-1", "hash", List.of("6"), TestTimes.at(1)),
                request("user:anna", "ask", "k".repeat(255), "hash", List.of(), TestTimes.at(1)));
        for (var request : requests) {
            assertEquals(Optional.empty(), inserted(request));
        }
        for (var request : requests) {
            assertEquals(Optional.of(request), inserted(request));
        }
    }

    @Test
    void a_request_shows_in_its_own_transaction_and_goes_with_it() {
        var request = request("user:anna", "ask", "key-1", "hash", List.of("r-1"), TestTimes.at(1));

        assertThrows(
                IllegalCallerException.class,
                () -> keep(stores -> {
                    assertEquals(Optional.empty(), stores.requestKeys().insert(request));
                    assertEquals(Optional.of(request), stores.requestKeys().insert(request));
                    throw new IllegalCallerException("the work gives up");
                }));

        assertEquals(Optional.empty(), inserted(request));
        assertEquals(Optional.of(request), inserted(request));
    }

    @Test
    void what_was_done_beside_a_known_request_is_kept() {
        var request = request("user:anna", "ask", "key-1", "hash", List.of("r-1"), TestTimes.at(1));
        inserted(request);
        var before = sessions.active(ANNA, "before");
        var after = sessions.active(ANNA, "after");

        keep(stores -> {
            assertTrue(stores.sessions().insert(before, 1));
            assertEquals(Optional.of(request), stores.requestKeys().insert(request));
            assertTrue(stores.sessions().insert(after, 1));
        });

        assertEquals(before, stored(before));
        assertEquals(after, stored(after));
    }

    @Test
    void old_requests_are_removed_a_few_at_a_time() {
        for (var number = 1; number <= 5; number++) {
            inserted(request("user:anna", "ask", "old-" + number, "hash", List.of(), TestTimes.at(number)));
        }
        var kept = request("user:anna", "ask", "new", "hash", List.of(), TestTimes.at(6));
        inserted(kept);

        assertEquals(2, removedBefore(TestTimes.at(6), 2));
        assertEquals(3, removedBefore(TestTimes.at(6), ALL));
        assertEquals(0, removedBefore(TestTimes.at(6), ALL));

        assertEquals(Optional.of(kept), inserted(kept));
        var again = request("user:anna", "ask", "old-3", "other", List.of("n"), TestTimes.at(7));
        assertEquals(Optional.empty(), inserted(again));
    }

    private Optional<StoredRequest> inserted(StoredRequest request) {
        return write(stores -> stores.requestKeys().insert(request));
    }

    private int removedBefore(Instant before, int limit) {
        return write(stores -> stores.requestKeys().removeBefore(before, limit));
    }

    private static StoredRequest request(
            String caller, String operation, String key, String hash, List<String> results, Instant at) {
        return new StoredRequest(caller, operation, key, hash, results, at);
    }
}
