package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.JsonValue;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link dev.chatsessions.spi.DetailsStore} promises, and the lists that are asked for by label. Used by one test at a time. */
public abstract class DetailsStoreContract extends Contract {

    /** With the fixture of one test. */
    protected DetailsStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void details_are_found_as_they_were_kept() {
        var session = started(sessions.active(ANNA, "a")).id();
        var kept = change(
                session,
                SessionDetails.NONE,
                details(
                        Map.of("trip", "t-1", "quote", "😀 \"'%_"),
                        Map.of("asked", Long.MAX_VALUE, "offers", 0L),
                        "step"));

        assertEquals(Map.of(session, kept), found(session));
    }

    @Test
    void what_is_not_in_the_next_ones_is_gone() {
        var session = started(sessions.active(ANNA, "a")).id();
        var before = change(
                session,
                SessionDetails.NONE,
                details(Map.of("trip", "t-1", "quote", "q-1"), Map.of("asked", 1L), "one"));

        var next = change(session, before, details(Map.of("trip", "t-2"), Map.of("asked", 2L, "offers", 1L), "two"));

        assertEquals(Map.of(session, next), found(session));
        var empty = new SessionDetails(Map.of(), next.counters(), JsonValue.Fields.EMPTY);
        change(session, next, empty);
        assertEquals(Map.of(session, empty), found(session));
    }

    @Test
    void each_session_has_its_own_and_one_without_is_left_out() {
        var one = started(sessions.active(ANNA, "a")).id();
        var two = started(sessions.active(ANNA, "b")).id();
        var none = started(sessions.active(ANNA, "c")).id();
        var ofOne = change(one, SessionDetails.NONE, details(Map.of("trip", "t-1"), Map.of(), "one"));
        var ofTwo = change(two, SessionDetails.NONE, details(Map.of(), Map.of("asked", 7L), "two"));
        change(none, SessionDetails.NONE, SessionDetails.NONE);

        assertEquals(Map.of(one, ofOne, two, ofTwo), found(one, two, none, ids.session()));
        assertEquals(Map.of(two, ofTwo), found(two));
        assertEquals(Map.of(), found());
    }

    @Test
    void many_sessions_are_asked_for_at_once() {
        var all = IntStream.range(0, 100)
                .mapToObj(i -> started(sessions.active(ANNA, "s" + i)).id())
                .toList();
        all.forEach(session ->
                change(session, SessionDetails.NONE, details(Map.of("of", session.toString()), Map.of(), "x")));

        var found = found(all.toArray(SessionId[]::new));

        assertEquals(100, found.size());
        found.forEach((session, details) ->
                assertEquals(session.toString(), details.labels().get("of")));
    }

    @Test
    void those_of_another_are_left_out() {
        var annas = started(sessions.active(ANNA, "a")).id();
        var berts = started(sessions.active(BERT, "a")).id();
        var ofAnna = change(annas, SessionDetails.NONE, details(Map.of("trip", "t-1"), Map.of("n", 1L), "a"));
        change(berts, SessionDetails.NONE, details(Map.of("trip", "t-1"), Map.of("n", 2L), "b"));

        assertEquals(
                Map.of(annas, ofAnna),
                read(stores -> stores.details().find(new SessionAccess.Owner(ANNA), List.of(annas, berts))));
    }

    @Test
    void a_change_shows_in_the_same_transaction() {
        var session = started(sessions.active(ANNA, "a")).id();
        var next = details(Map.of("trip", "t-1"), Map.of("asked", 1L), "one");

        keepIn(session, stores -> {
            stores.details().change(session, SessionDetails.NONE, next);

            assertEquals(Map.of(session, next), stores.details().find(ANY, List.of(session)));
        });
    }

    @Test
    void sessions_are_listed_by_their_labels() {
        var oldest = labelled("a", 1, Map.of("trip", "t-1", "rfp", "r-1"));
        var middle = labelled("b", 2, Map.of("trip", "t-1"));
        var newest = labelled("c", 3, Map.of("trip", "t-1", "rfp", "r-1"));
        labelled("d", 4, Map.of("trip", "t-10"));
        labelled("e", 5, Map.of("rfp", "t-1"));
        var berts = started(sessions.active(BERT, "a")).id();
        change(berts, SessionDetails.NONE, details(Map.of("trip", "t-1"), Map.of(), "b"));

        assertEquals(
                List.of(newest, middle, oldest), list(SessionFilter.all().withLabel("trip", "t-1"), Optional.empty()));
        assertEquals(
                List.of(newest, oldest),
                list(SessionFilter.all().withLabel("trip", "t-1").withLabel("rfp", "r-1"), Optional.empty()));
        assertEquals(
                List.of(middle, oldest),
                list(SessionFilter.all().withLabel("trip", "t-1"), Optional.of(position(newest))));
        assertEquals(List.of(), list(SessionFilter.of(SessionKind.SHARED).withLabel("trip", "t-1"), Optional.empty()));
        assertEquals(List.of(), list(SessionFilter.all().withLabel("trip", "t"), Optional.empty()));
        assertEquals(
                List.of(newest, middle, oldest),
                list(SessionFilter.all().withLabel("trip", Set.of("t", "t-1", "t-3")), Optional.empty()));
    }

    @Test
    void a_list_by_label_follows_the_labels() {
        var session = labelled("a", 1, Map.of("trip", "t-1"));
        change(
                session.id(),
                details(Map.of("trip", "t-1"), Map.of(), "x"),
                details(Map.of("trip", "t-2"), Map.of(), "x"));

        assertEquals(List.of(), list(SessionFilter.all().withLabel("trip", "t-1"), Optional.empty()));
        assertEquals(List.of(session), list(SessionFilter.all().withLabel("trip", "t-2"), Optional.empty()));
        change(session.id(), details(Map.of("trip", "t-2"), Map.of(), "x"), details(Map.of(), Map.of(), "x"));
        assertEquals(List.of(), list(SessionFilter.all().withLabel("trip", "t-2"), Optional.empty()));
    }

    @Test
    void pages_by_label_lose_and_double_nothing_where_times_are_equal() {
        var all = new ArrayList<Session>();
        for (var i = 0; i < 9; i++) {
            all.add(labelled("s" + i, 1 + i / 4, Map.of("trip", "t-1")));
        }
        var wanted = SessionFilter.all().withLabel("trip", "t-1");

        var seen = new ArrayList<Session>();
        var place = Optional.<Position>empty();
        for (var page = page(wanted, place); !page.isEmpty(); page = page(wanted, place)) {
            seen.addAll(page);
            place = Optional.of(position(page.get(page.size() - 1)));
        }

        assertEquals(list(wanted, Optional.empty()), seen);
        assertEquals(9, seen.size());
    }

    private Session labelled(String key, int lastActivity, Map<String, String> labels) {
        var session = started(sessions.activeSince(TestTimes.at(lastActivity), ids.session(), ANNA, key));
        change(session.id(), SessionDetails.NONE, details(labels, Map.of(), "x"));
        return session;
    }

    private List<Session> list(SessionFilter filter, Optional<Position> after) {
        return read(stores -> stores.sessions().list(ANNA, filter, after, ALL));
    }

    private List<Session> page(SessionFilter filter, Optional<Position> after) {
        return read(stores -> stores.sessions().list(ANNA, filter, after, 2));
    }

    private Map<SessionId, SessionDetails> found(SessionId... wanted) {
        return read(stores -> stores.details().find(ANY, List.of(wanted)));
    }

    private SessionDetails change(SessionId session, SessionDetails before, SessionDetails next) {
        keepIn(session, stores -> stores.details().change(session, before, next));
        return next;
    }

    private static Position position(Session session) {
        return new Position(session.lastActivityAt(), session.id());
    }

    private static SessionDetails details(Map<String, String> labels, Map<String, Long> counters, String step) {
        return new SessionDetails(labels, counters, new JsonValue.Fields(Map.of("step", JsonValue.of(step))));
    }
}
