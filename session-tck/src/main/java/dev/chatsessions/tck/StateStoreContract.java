package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.JsonValue;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.StateStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link StateStore} promises. Used by one test at a time. */
public abstract class StateStoreContract extends Contract {

    /** With the fixture of one test. */
    protected StateStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void an_entry_is_found_under_its_key() {
        var session = started(sessions.active(ANNA, "a")).id();
        var other = started(sessions.active(ANNA, "b")).id();
        var one = put(session, entry("theme", JsonValue.of("dark"), 4));
        var two = put(session, entry("Theme", JsonValue.of("light"), 5));
        var elsewhere = put(other, entry("theme", JsonValue.of("blue"), 6));

        keep(stores -> {
            var store = stores.state();

            assertEquals(Optional.of(one), store.find(ANY, session, "theme"));
            assertEquals(Optional.of(two), store.find(ANY, session, "Theme"));
            assertEquals(Optional.of(elsewhere), store.find(ANY, other, "theme"));
            assertEquals(Optional.empty(), store.find(ANY, session, "them"));
            assertEquals(Optional.empty(), store.find(ANY, ids.session(), "theme"));
            assertEquals(2, store.size(session).entries());
            assertEquals(1, store.size(other).entries());
            assertEquals(0, store.size(ids.session()).entries());
        });
    }

    @Test
    void every_kind_of_value_is_kept_as_it_is() {
        var session = started(sessions.active(ANNA, "a")).id();
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("z", new JsonValue.Null());
        fields.put("", JsonValue.of(""));
        fields.put("$type", JsonValue.of("text"));
        fields.put("a.b[0]", new JsonValue.Array(List.of()));
        List<JsonValue> values = List.of(
                new JsonValue.Null(),
                JsonValue.of(true),
                JsonValue.of(false),
                JsonValue.of(0),
                JsonValue.of(Long.MIN_VALUE),
                new JsonValue.Number(new BigDecimal("0.1")),
                new JsonValue.Number(new BigDecimal("-1234567890123456789012345678901234567890.0123456789")),
                new JsonValue.Number(new BigDecimal("1e1000")),
                new JsonValue.Number(new BigDecimal("-7e-1000")),
                JsonValue.of(""),
                JsonValue.of(" \"quoted\" \\ / \b\f\n\r\t \u0001 \u007f \u2028 "),
                JsonValue.of("null"),
                new JsonValue.Array(List.of()),
                new JsonValue.Array(List.of(JsonValue.of(1), JsonValue.of("1"), new JsonValue.Null())),
                JsonValue.Fields.EMPTY,
                new JsonValue.Fields(fields),
                nested(8));

        for (var value : values) {
            var kept = put(session, entry("key", value, 1));

            assertEquals(Optional.of(kept), read(stores -> stores.state().find(ANY, session, "key")), value::toString);
        }
    }

    @Test
    void an_entry_takes_the_place_of_the_one_under_its_key() {
        var session = started(sessions.active(ANNA, "a")).id();
        put(session, entry("count", JsonValue.of(1), 1));
        put(session, entry("name", JsonValue.of("x"), 2));

        var next = put(session, new StateEntry("count", JsonValue.of("two"), 5_000_000_000L, TestTimes.at(8)));

        assertEquals(
                List.of(next, entry("name", JsonValue.of("x"), 2)),
                read(stores -> stores.state().entries(ANY, session)));
        assertEquals(2, countOf(session));
    }

    @Test
    void a_removed_entry_is_gone_and_removing_it_again_does_nothing() {
        var session = started(sessions.active(ANNA, "a")).id();
        put(session, entry("count", JsonValue.of(1), 1));
        var kept = put(session, entry("name", JsonValue.of("x"), 2));

        keepIn(session, stores -> stores.state().remove(session, "count"));
        keepIn(session, stores -> stores.state().remove(session, "count"));

        assertEquals(List.of(kept), read(stores -> stores.state().entries(ANY, session)));
        assertEquals(1, countOf(session));
        var again = put(session, entry("count", JsonValue.of(3), 7));
        assertEquals(Optional.of(again), read(stores -> stores.state().find(ANY, session, "count")));
    }

    @Test
    void entries_are_in_the_order_of_their_keys_utf_8_bytes() {
        var session = started(sessions.active(ANNA, "a")).id();
        // In UTF-16 the last one stands before the two ahead of it; in a dictionary many stand elsewhere.
        var ascending = List.of(
                " ", "!", "10", "9", "A", "A ", "B", "Z", "_", "a", "a!", "aa", "b", "z", "Ä", "é", "ｚ", "\uFFFD",
                "😀");
        for (var index : List.of(17, 2, 9, 18, 0, 11, 5, 14, 1, 8, 16, 3, 12, 6, 10, 4, 15, 7, 13)) {
            put(session, entry(ascending.get(index), JsonValue.of(index), index + 1));
        }

        var keys = read(stores -> stores.state().entries(ANY, session)).stream()
                .map(StateEntry::key)
                .toList();

        assertEquals(ascending, keys);
        assertEquals(ascending.size(), countOf(session));
    }

    @Test
    void what_was_put_and_removed_shows_in_the_same_transaction() {
        var session = started(sessions.active(ANNA, "a")).id();
        put(session, entry("old", JsonValue.of(1), 1));
        var next = entry("new", JsonValue.of(2), 2);

        keepIn(session, stores -> {
            stores.state().put(session, next);
            stores.state().remove(session, "old");

            assertEquals(List.of(next), stores.state().entries(ANY, session));
            assertEquals(1, stores.state().size(session).entries());
            assertEquals(Optional.empty(), stores.state().find(ANY, session, "old"));
        });
    }

    @Test
    void an_entry_keeps_its_expiry_until_it_is_put_again() {
        var session = started(sessions.active(ANNA, "a")).id();
        var brief = put(session, entry("typing", JsonValue.of(true), 1).expiring(Optional.of(TestTimes.at(7))));

        assertEquals(Optional.of(brief), read(stores -> stores.state().find(ANY, session, "typing")));
        assertEquals(List.of(brief), read(stores -> stores.state().entries(ANY, session)));

        var lasting = put(session, entry("typing", JsonValue.of(true), 2));
        assertEquals(Optional.of(lasting), read(stores -> stores.state().find(ANY, session, "typing")));
        assertEquals(List.of(), expired(TestTimes.at(90), ALL));
    }

    @Test
    void entries_that_expired_are_found_longest_ago_first() {
        var session = started(sessions.active(ANNA, "a")).id();
        var other = started(sessions.active(BERT, "b")).id();
        put(session, entry("one", JsonValue.of(1), 1).expiring(Optional.of(TestTimes.at(7))));
        put(other, entry("one", JsonValue.of(1), 1).expiring(Optional.of(TestTimes.at(6))));
        put(session, entry("two", JsonValue.of(1), 2).expiring(Optional.of(TestTimes.at(9))));
        put(session, entry("three", JsonValue.of(1), 3));

        assertEquals(List.of(other, session, session), expired(TestTimes.at(10), ALL));
        assertEquals(List.of(other, session), expired(TestTimes.at(10), 2));
        assertEquals(List.of(other), expired(TestTimes.at(7), ALL));

        keepIn(other, stores -> stores.state().remove(other, "one"));
        assertEquals(List.of(session), expired(TestTimes.at(9), ALL));
    }

    @Test
    void the_size_of_a_state_is_that_of_its_values() {
        var session = started(sessions.active(ANNA, "a")).id();
        var text = JsonValue.of("ä \u2028 \n \"");
        var fields = new JsonValue.Fields(Map.of("n", JsonValue.of(7), "none", new JsonValue.Null()));

        put(session, entry("text", text, 1));
        put(session, entry("fields", JsonValue.of(1), 2));
        put(session, entry("fields", fields, 3));

        assertEquals(
                new StateStore.Size(2, text.bytes() + fields.bytes()),
                read(stores -> stores.state().size(session)));
        keepIn(session, stores -> {
            stores.state().remove(session, "fields");
            assertEquals(new StateStore.Size(1, text.bytes()), stores.state().size(session));
        });
        assertEquals(new StateStore.Size(0, 0), read(stores -> stores.state().size(ids.session())));
    }

    @Test
    void the_entries_of_many_sessions_are_counted_at_once() {
        var one = started(sessions.active(ANNA, "one")).id();
        var two = started(sessions.active(ANNA, "two")).id();
        var none = started(sessions.active(ANNA, "none")).id();
        put(one, entry("a", JsonValue.of(1), 1));
        put(two, entry("a", JsonValue.of(1), 1));
        put(two, entry("b", JsonValue.of(1), 2));

        assertEquals(Map.of(one, 1, two, 2), counts(List.of(two, none, one, ids.session())));
        assertEquals(Map.of(one, 1, two, 2), counts(List.of(two, none, one)));
        assertEquals(Map.of(two, 2), counts(List.of(two, two)));
        assertEquals(Map.of(), counts(List.of()));
    }

    private Map<SessionId, Integer> counts(List<SessionId> of) {
        return read(stores -> stores.state().counts(of));
    }

    private List<SessionId> expired(Instant before, int limit) {
        return read(stores -> stores.state().expired(before, limit));
    }

    private StateEntry put(SessionId session, StateEntry entry) {
        keepIn(session, stores -> stores.state().put(session, entry));
        return entry;
    }

    private int countOf(SessionId session) {
        return read(stores -> stores.state().size(session).entries());
    }

    private static StateEntry entry(String key, JsonValue value, long version) {
        return new StateEntry(key, value, version, TestTimes.at(5));
    }

    private static JsonValue nested(int depth) {
        var inner = depth == 2 ? JsonValue.of(1) : nested(depth - 1);
        return depth % 2 == 0
                ? new JsonValue.Array(List.of(inner))
                : new JsonValue.Fields(Map.of("level" + depth, inner));
    }
}
