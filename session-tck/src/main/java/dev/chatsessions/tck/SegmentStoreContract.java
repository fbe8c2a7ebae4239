package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.SegmentStore;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.thread.ChatThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link SegmentStore} promises. Used by one test at a time. */
public abstract class SegmentStoreContract extends Contract {

    private final TestConversations conversations = new TestConversations(ids);

    /** With the fixture of one test. */
    protected SegmentStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void segments_are_found_by_their_keys_in_their_session() {
        var thread = openedFor(ANNA);
        var other = openedFor(BERT);
        var one = kept(conversations.shown("id:1", thread, 1_000));
        var upper = kept(conversations.shown("id:A", thread, 2_000));
        var lower = kept(conversations.shown("id:a", thread, 3_000));
        var others = conversations.shown("id:1", other, 9_000);
        keepIn(other.session(), stores -> stores.segments().add(other.session(), others));

        assertEquals(Set.of(one, lower), found(thread.session(), List.of("id:1", "id:a", "id:none")));
        assertEquals(Set.of(upper), found(thread.session(), List.of("id:A")));
        assertEquals(Set.of(others), found(other.session(), List.of("id:1", "id:A")));
        assertEquals(Set.of(), found(thread.session(), List.of()));
    }

    @Test
    void what_a_thread_shows_goes_by_start_and_then_by_key() {
        var thread = openedFor(ANNA);
        var other = opened(threads.in(sessionOf(thread), "other"));
        var late = kept(conversations.shown("a", thread, 5_000));
        var second = kept(conversations.shown("c", thread, 1_000));
        var first = kept(conversations.shown("b", thread, 1_000));
        kept(TestConversations.absorbed(conversations.shown("d", thread, 2_000)));
        var elsewhere = kept(conversations.shown("e", other, 3_000));

        assertEquals(List.of(first, second, late), shown(thread));
        assertEquals(List.of(elsewhere), shown(other));
    }

    @Test
    void what_is_shown_is_told_of_the_stretch_that_is_asked_for() {
        var thread = openedFor(ANNA);
        kept(conversations.shown("before", thread, 999));
        var from = kept(conversations.shown("from", thread, 1_000));
        var to = kept(conversations.shown("to", thread, 2_000));
        kept(conversations.shown("behind", thread, 2_001));

        assertEquals(List.of(from, to), shown(thread, Duration.ofSeconds(1), Duration.ofSeconds(2)));
        assertEquals(List.of(), shown(thread, Duration.ofSeconds(3), Duration.ofSeconds(9)));
    }

    @Test
    void a_segment_moves_and_is_absorbed() {
        var thread = openedFor(ANNA);
        var other = opened(threads.in(sessionOf(thread), "other"));
        kept(conversations.shown("a", thread, 1_000));
        var moved = conversations.shown("a", other, 2_000);

        change(moved);
        assertEquals(List.of(), shown(thread));
        assertEquals(List.of(moved), shown(other));
        change(TestConversations.absorbed(moved));

        assertEquals(List.of(), shown(other));
        assertEquals(Set.of(TestConversations.absorbed(moved)), found(thread.session(), List.of("a")));
        assertThrows(RuntimeException.class, () -> change(conversations.shown("never kept", thread, 1)));
    }

    @Test
    void many_are_kept_at_once_and_go_with_their_session() {
        var thread = openedFor(ANNA);
        var many = new ArrayList<StoredSegment>();
        for (var number = 0; number < 250; number++) {
            many.add(conversations.shown("k" + number, thread, number));
        }
        keepIn(thread.session(), stores -> many.forEach(one -> stores.segments().add(thread.session(), one)));
        assertEquals(
                new HashSet<>(many),
                found(thread.session(), many.stream().map(StoredSegment::key).toList()));

        keep(stores -> stores.sessions().delete(thread.session(), TestTimes.at(9)));
        while (write(stores -> stores.sessions().purgeDeleted(100)) > 0) {
            // As long as something is left.
        }
        assertEquals(Set.of(), found(thread.session(), List.of("k1", "k249")));
    }

    @Test
    void the_words_of_a_deleted_thread_stay_known() {
        var thread = openedFor(ANNA);
        var kept = kept(conversations.shown("a", thread, 1_000));

        keep(stores -> stores.threads().delete(thread.id(), TestTimes.at(9)));
        write(stores -> stores.sessions().purgeDeleted(ALL));

        assertEquals(Set.of(kept), found(thread.session(), List.of("a")));
    }

    private StoredSegment kept(StoredSegment segment) {
        var session = read(stores -> stores.threads().find(ANY, segment.thread()))
                .orElseThrow()
                .session();
        keepIn(session, stores -> stores.segments().add(session, segment));
        return segment;
    }

    private void change(StoredSegment segment) {
        var session = read(stores -> stores.threads().find(ANY, segment.thread()))
                .orElseThrow()
                .session();
        keepIn(session, stores -> stores.segments().change(session, segment));
    }

    private Set<StoredSegment> found(SessionId session, List<String> keys) {
        return new HashSet<>(read(stores -> stores.segments().find(session, keys)));
    }

    private List<StoredSegment> shown(ChatThread thread) {
        return shown(thread, Duration.ZERO, Duration.ofDays(7));
    }

    private List<StoredSegment> shown(ChatThread thread, Duration from, Duration to) {
        return read(stores -> stores.segments().shown(thread.session(), thread.id(), from, to));
    }

    private Session sessionOf(ChatThread thread) {
        return read(stores -> stores.sessions().find(ANY, thread.session())).orElseThrow();
    }
}
