package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.SessionStore;
import dev.chatsessions.spi.SessionStore.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link SessionStore#list} promises. Used by one test at a time. */
public abstract class SessionListContract extends Contract {

    /** With the fixture of one test. */
    protected SessionListContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void the_latest_used_comes_first() {
        var middle = usedAt(2, ids.session());
        var oldest = usedAt(1, ids.session());
        var latest = usedAt(3, ids.session());

        assertEquals(List.of(latest, middle, oldest), list(SessionFilter.all(), Optional.empty(), ALL));
        keep(stores -> stores.sessions().touch(oldest.id(), TestTimes.at(4)));
        assertEquals(
                List.of(oldest.id(), latest.id(), middle.id()),
                idsOf(list(SessionFilter.all(), Optional.empty(), ALL)));
    }

    @Test
    void among_those_used_at_the_same_time_the_highest_id_comes_first() {
        var ascending = Stream.of(TestIds.ascendingUnsigned())
                .map(id -> usedAt(1, new SessionId(id)))
                .toList();

        var expected = new ArrayList<>(idsOf(ascending));
        Collections.reverse(expected);

        assertEquals(expected, idsOf(list(SessionFilter.all(), Optional.empty(), ALL)));
    }

    @Test
    void pages_of_any_size_hold_each_session_once_and_in_order() {
        usedAt(4, ids.session());
        for (var id : TestIds.ascendingUnsigned()) {
            usedAt(3, new SessionId(id));
        }
        usedAt(2, ids.session());
        usedAt(2, ids.session());
        usedAt(1, ids.session());
        var all = list(SessionFilter.all(), Optional.empty(), ALL);
        assertEquals(9, all.size());

        for (var size = 1; size <= 10; size++) {
            assertEquals(all, pagesOf(size, SessionFilter.all()), "pages of " + size);
        }
    }

    @Test
    void a_page_goes_on_although_the_session_before_it_has_moved() {
        var first = usedAt(3, ids.session());
        var second = usedAt(2, ids.session());
        var third = usedAt(1, ids.session());
        var after = Optional.of(new Position(second.lastActivityAt(), second.id()));

        keep(stores -> stores.sessions().touch(second.id(), TestTimes.at(5)));

        assertEquals(List.of(third), list(SessionFilter.all(), after, ALL));
        assertEquals(List.of(second.id(), first.id()), idsOf(list(SessionFilter.all(), Optional.empty(), 2)));
    }

    @Test
    void only_the_wanted_kind_and_statuses_are_there() {
        for (var kind : SessionKind.values()) {
            for (var status : SessionStatus.values()) {
                started(sessions.inStatus(status, kind, ANNA, kind + " " + status, TestTimes.at(1)));
            }
        }
        started(sessions.active(BERT, "not asked for"));
        var all = list(SessionFilter.all(), Optional.empty(), ALL);
        assertEquals(SessionKind.values().length * SessionStatus.values().length, all.size());

        var filters = List.of(
                SessionFilter.of(SessionKind.WORKFLOW),
                new SessionFilter(Optional.empty(), Set.of(SessionStatus.PAUSED)),
                new SessionFilter(Optional.empty(), Set.of(SessionStatus.IDLE, SessionStatus.ARCHIVED)),
                new SessionFilter(
                        Optional.of(SessionKind.SHARED), Set.of(SessionStatus.ACTIVE, SessionStatus.EXPIRED)));
        for (var filter : filters) {
            var wanted = all.stream().filter(filter::accepts).toList();

            assertTrue(wanted.size() > 1, () -> "nothing to find for " + filter);
            assertEquals(wanted, list(filter, Optional.empty(), ALL));
            assertEquals(wanted, pagesOf(2, filter));
        }
    }

    @Test
    void operators_page_through_the_sessions_of_everybody_highest_id_first() {
        var kept = new ArrayList<Session>();
        for (var id : TestIds.ascendingUnsigned()) {
            kept.add(0, usedAt(1, new SessionId(id)));
        }
        var his = started(sessions.inStatus(SessionStatus.PAUSED, SessionKind.WORKFLOW, BERT, "his", TestTimes.at(2)));
        var all = everybodys(Optional.empty(), Optional.empty(), ALL);

        assertTrue(all.contains(his), "somebody else's is not there");
        assertEquals(kept, all.stream().filter(kept::contains).toList());
        var seen = new ArrayList<Session>();
        Optional<SessionId> before = Optional.empty();
        for (var page = everybodys(Optional.empty(), before, 2);
                !page.isEmpty();
                page = everybodys(Optional.empty(), before, 2)) {
            seen.addAll(page);
            before = Optional.of(page.get(page.size() - 1).id());
        }
        assertEquals(all, seen);
        assertEquals(List.of(his), everybodys(Optional.of(SessionKind.WORKFLOW), Optional.empty(), ALL));
        keep(stores -> stores.sessions().delete(his.id(), TestTimes.at(3)));
        assertEquals(kept, everybodys(Optional.empty(), Optional.empty(), ALL));
    }

    private List<Session> everybodys(Optional<SessionKind> kind, Optional<SessionId> before, int limit) {
        return read(stores -> stores.sessions().listAll(kind, before, limit));
    }

    private Session usedAt(int step, SessionId id) {
        return started(sessions.activeSince(TestTimes.at(step), id, ANNA, "key of " + id));
    }

    private List<Session> list(SessionFilter filter, Optional<Position> after, int limit) {
        return read(stores -> stores.sessions().list(ANNA, filter, after, limit));
    }

    private List<Session> pagesOf(int size, SessionFilter filter) {
        List<Session> seen = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        for (var page = list(filter, after, size); !page.isEmpty(); page = list(filter, after, size)) {
            assertTrue(page.size() <= size, "a page is longer than its limit");
            seen.addAll(page);
            assertTrue(seen.size() <= ALL, "pages do not come to an end");
            var last = page.get(page.size() - 1);
            after = Optional.of(new Position(last.lastActivityAt(), last.id()));
        }
        return seen;
    }
}
