package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestId;
import dev.chatsessions.UserId;
import dev.chatsessions.request.Request;
import dev.chatsessions.spi.RequestStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link RequestStore} promises. Used by one test at a time. */
public abstract class RequestStoreContract extends Contract {

    /** With the fixture of one test. */
    protected RequestStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void requests_are_found_by_their_owner_only() {
        var first = inserted(request(ANNA, "first 😀"));
        var second = inserted(request(ANNA, "second"));
        var berts = inserted(request(BERT, "of Bert"));
        var wanted = List.of(first.id(), second.id(), berts.id(), first.id(), new RequestId(ids.next()));

        assertEquals(
                Set.of(first, second),
                Set.copyOf(read(stores -> stores.requests().find(ANNA, wanted))));
        assertEquals(List.of(berts), read(stores -> stores.requests().find(BERT, wanted)));
        assertEquals(2, read(stores -> stores.requests().find(ANNA, wanted)).size());
        assertEquals(List.of(), read(stores -> stores.requests().find(ANNA, List.of())));
    }

    @Test
    void requests_are_listed_newest_first_page_by_page() {
        var all = Stream.of("a", "b", "c", "d", "e")
                .map(name -> inserted(request(ANNA, name)))
                .toList();
        inserted(request(BERT, "of Bert"));

        assertEquals(List.of(all.get(4), all.get(3)), list(ANNA, Optional.empty(), 2));
        assertEquals(
                List.of(all.get(2), all.get(1)),
                list(ANNA, Optional.of(all.get(3).id()), 2));
        assertEquals(List.of(all.get(0)), list(ANNA, Optional.of(all.get(1).id()), 2));
        assertEquals(List.of(), list(ANNA, Optional.of(all.get(0).id()), 2));
    }

    @Test
    void requests_are_in_the_order_of_their_ids_bytes() {
        var all = Stream.of(TestIds.ascendingUnsigned())
                .map(id -> inserted(new Request(
                        new RequestId(id), ANNA, JsonValue.Fields.EMPTY, TestTimes.at(1), TestTimes.at(1), 1)))
                .toList();

        var listed = list(ANNA, Optional.empty(), ALL);

        for (var i = 0; i < all.size(); i++) {
            assertEquals(all.get(i), listed.get(all.size() - 1 - i));
        }
        assertEquals(
                List.of(all.get(1), all.get(0)),
                list(ANNA, Optional.of(all.get(2).id()), ALL));
    }

    @Test
    void a_change_is_made_where_the_version_is_as_expected() {
        var request = inserted(request(ANNA, "first"));
        var next = request.with(attributes("second"), TestTimes.at(9));

        assertFalse(did(stores -> stores.requests().change(next, 2)));
        assertEquals(List.of(request), list(ANNA, Optional.empty(), ALL));
        assertTrue(did(stores -> stores.requests().change(next, 1)));
        assertFalse(did(stores -> stores.requests().change(next, 1)));
        assertEquals(List.of(next), list(ANNA, Optional.empty(), ALL));
        assertFalse(did(stores -> stores.requests().change(request(ANNA, "never kept"), 1)));
    }

    @Test
    void what_was_inserted_shows_in_the_same_transaction() {
        var request = request(ANNA, "first");

        keep(stores -> {
            stores.requests().insert(request);

            assertEquals(List.of(request), stores.requests().find(ANNA, List.of(request.id())));
        });
    }

    private List<Request> list(UserId owner, Optional<RequestId> before, int limit) {
        return read(stores -> stores.requests().list(owner, before, limit));
    }

    private Request inserted(Request request) {
        keep(stores -> stores.requests().insert(request));
        return request;
    }

    private Request request(UserId owner, String what) {
        return new Request(new RequestId(ids.next()), owner, attributes(what), TestTimes.at(1), TestTimes.at(2), 1);
    }

    private static JsonValue.Fields attributes(String what) {
        return new JsonValue.Fields(Map.of("what", JsonValue.of(what)));
    }
}
