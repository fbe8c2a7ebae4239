package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.ConversationStore;
import dev.chatsessions.spi.ConversationStore.Candidate;
import dev.chatsessions.spi.ConversationStore.Position;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.thread.ChatThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link ConversationStore} promises. Used by one test at a time. */
public abstract class ConversationStoreContract extends Contract {

    private final TestConversations conversations = new TestConversations(ids);

    /** With the fixture of one test. */
    protected ConversationStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_conversation_is_found_by_its_thread_by_whoever_has_access() {
        var thread = openedFor(ANNA);
        var kept = kept(conversations.begun(thread, 1), Optional.of(ANNA));

        assertEquals(Optional.of(kept), find(ANY, thread));
        assertEquals(Optional.of(kept), find(new SessionAccess.Owner(ANNA), thread));
        assertEquals(Optional.empty(), find(new SessionAccess.Owner(BERT), thread));
        assertEquals(Optional.of(kept), open(thread));
        assertEquals(Optional.empty(), find(ANY, opened(threads.in(sessionOf(thread), "no conversation"))));
    }

    @Test
    void all_that_changes_is_kept_and_what_ended_is_open_no_more() {
        var thread = openedFor(ANNA);
        var kept = kept(conversations.begun(thread, 1), Optional.of(ANNA));
        var changed = kept.heard(TestTimes.at(2))
                .turnedTo(TestTimes.at(3))
                .listened(TestConversations.LISTENING, Optional.of(TestTimes.at(4)))
                .asking(ids.reply())
                .concludedAs("memory \ud83d\udc8e", TestTimes.at(5))
                .asRevision(2);

        change(changed);

        assertEquals(Optional.of(changed), find(ANY, thread));
        assertEquals(Optional.empty(), open(thread));
        assertEquals(
                Optional.of(changed),
                read(stores -> stores.conversations().findByOrigin(thread.session(), "memory \ud83d\udc8e")));
        assertEquals(Optional.empty(), read(stores -> stores.conversations().findByOrigin(thread.session(), "memory")));
        assertEquals(
                Optional.empty(),
                read(stores -> stores.conversations().findByOrigin(ids.session(), "memory \ud83d\udc8e")));
    }

    @Test
    void a_change_of_what_changed_meanwhile_fails() {
        var thread = openedFor(ANNA);
        var kept = kept(conversations.begun(thread, 1), Optional.of(ANNA));
        change(kept.heard(TestTimes.at(2)));

        assertThrows(RuntimeException.class, () -> change(kept.heard(TestTimes.at(3))));

        assertEquals(Optional.of(kept.heard(TestTimes.at(2))), find(ANY, thread));
    }

    @Test
    void a_session_has_one_open_conversation_and_one_of_each_origin() {
        var thread = openedFor(ANNA);
        var other = opened(threads.in(sessionOf(thread), "other"));
        var first = kept(conversations.begun(thread, 1), Optional.of(ANNA));

        assertThrows(RuntimeException.class, () -> kept(conversations.begun(other, 2), Optional.of(ANNA)));
        change(first.concludedAs("memory", TestTimes.at(3)));
        assertThrows(
                RuntimeException.class,
                () -> kept(
                        conversations
                                .begun(other, 4)
                                .concludedAs("memory", TestTimes.at(5))
                                .asRevision(1),
                        Optional.of(ANNA)));

        var second = kept(conversations.begun(other, 6), Optional.of(ANNA));
        assertEquals(Optional.of(second), open(thread));
    }

    @Test
    void within_one_transaction_one_ends_and_the_next_begins() {
        var thread = openedFor(ANNA);
        var other = opened(threads.in(sessionOf(thread), "other"));
        var first = kept(conversations.begun(thread, 1), Optional.of(ANNA));
        var second = conversations.begun(other, 2);

        keepIn(thread.session(), stores -> {
            stores.conversations().change(first.endedAt(TestTimes.at(2)));
            stores.conversations().insert(second, Optional.of(ANNA));
        });

        assertEquals(Optional.of(second), open(thread));
        assertEquals(List.of(second, first.endedAt(TestTimes.at(2))), list(ANNA, Optional.empty(), ALL));
    }

    @Test
    void a_list_goes_by_start_and_thread_latest_first_and_on_from_any_of_them() {
        var session = started(sessions.active(ANNA, "walks"));
        var kept = new ArrayList<StoredConversation>();
        for (var step : new int[] {3, 1, 3, 2}) {
            var thread = opened(threads.in(session, "walk " + kept.size()));
            kept.add(kept(conversations.ended(thread, step), Optional.of(ANNA)));
        }
        kept(conversations.begun(openedFor(BERT), 9), Optional.of(BERT));
        var expected = List.of(kept.get(2), kept.get(0), kept.get(3), kept.get(1));

        assertEquals(expected, list(ANNA, Optional.empty(), ALL));
        assertEquals(expected.subList(0, 2), list(ANNA, Optional.empty(), 2));
        for (var at = 0; at < expected.size(); at++) {
            var place =
                    new Position(expected.get(at).startedAt(), expected.get(at).thread());
            assertEquals(expected.subList(at + 1, expected.size()), list(ANNA, Optional.of(place), ALL));
        }
    }

    @Test
    void the_current_one_is_the_one_turned_to_last() {
        var session = started(sessions.active(ANNA, "walks"));
        var first = kept(conversations.ended(opened(threads.in(session, "first")), 1), Optional.of(ANNA));
        var second = kept(conversations.ended(opened(threads.in(session, "second")), 2), Optional.of(ANNA));

        assertEquals(Optional.of(second), current(ANNA));
        var turned = first.turnedTo(TestTimes.at(3));
        change(turned);
        assertEquals(Optional.of(turned), current(ANNA));
        assertEquals(Optional.empty(), current(BERT));
    }

    @Test
    void an_orphans_are_in_nobodys_list_until_they_are_given() {
        var session = started(sessions.orphan("of nobody"));
        var thread = opened(threads.in(session, "walk"));
        var kept = kept(conversations.begun(thread, 1), Optional.empty());
        assertEquals(List.of(), list(ANNA, Optional.empty(), ALL));

        keepIn(session.id(), (stores, locked) -> {
            assertTrue(stores.sessions()
                    .change(
                            TestSessions.givenTo(ANNA, locked.session()),
                            locked.session().version()));
            stores.conversations().give(session.id(), ANNA);
        });

        assertEquals(List.of(kept), list(ANNA, Optional.empty(), ALL));
        assertEquals(Optional.of(kept), current(ANNA));
    }

    @Test
    void a_list_does_not_outlive_threads_and_sessions() {
        var thread = openedFor(ANNA);
        var kept = kept(conversations.begun(thread, 1), Optional.of(ANNA));
        var gone = openedFor(BERT);
        kept(conversations.begun(gone, 1), Optional.of(BERT));

        keep(stores -> stores.threads().delete(thread.id(), TestTimes.at(2)));
        keep(stores -> stores.sessions().delete(gone.session(), TestTimes.at(2)));

        assertEquals(Optional.empty(), find(ANY, thread));
        assertEquals(Optional.of(kept), open(thread));
        for (var owner : List.of(ANNA, BERT)) {
            assertEquals(List.of(), list(owner, Optional.empty(), ALL));
            assertEquals(Optional.empty(), current(owner));
        }
        write(stores -> stores.sessions().purgeDeleted(ALL));
        assertEquals(Optional.empty(), open(thread));
        assertEquals(Optional.empty(), open(gone));
    }

    @Test
    void what_is_due_is_told_longest_due_first() {
        var later = due(openedFor(ANNA), 5);
        var earlier = due(openedFor(BERT), 3);
        var never = openedFor(new UserId("carl"));
        kept(conversations.begun(never, 1), Optional.empty());

        assertEquals(List.of(), dueBy(2, ALL));
        assertEquals(List.of(earlier), dueBy(3, ALL));
        assertEquals(List.of(earlier, later), dueBy(9, ALL));
        assertEquals(List.of(earlier), dueBy(9, 1));
    }

    private Candidate due(ChatThread thread, int step) {
        kept(
                conversations
                        .begun(thread, 1)
                        .listened(TestConversations.LISTENING, Optional.of(TestTimes.at(step)))
                        .asRevision(1),
                Optional.empty());
        return new Candidate(thread.session(), thread.id());
    }

    private List<Candidate> dueBy(int step, int limit) {
        return read(stores -> stores.conversations().due(TestTimes.at(step), limit));
    }

    private StoredConversation kept(StoredConversation conversation, Optional<UserId> owner) {
        keepIn(conversation.session(), stores -> stores.conversations().insert(conversation, owner));
        return conversation;
    }

    private void change(StoredConversation next) {
        keepIn(next.session(), stores -> stores.conversations().change(next));
    }

    private Optional<StoredConversation> find(SessionAccess access, ChatThread thread) {
        ThreadId id = thread.id();
        return read(stores -> stores.conversations().find(access, id));
    }

    private Optional<StoredConversation> open(ChatThread thread) {
        return read(stores -> stores.conversations().open(thread.session()));
    }

    private Optional<StoredConversation> current(UserId owner) {
        return read(stores -> stores.conversations().current(owner));
    }

    private List<StoredConversation> list(UserId owner, Optional<Position> after, int limit) {
        return read(stores -> stores.conversations().list(owner, after, limit));
    }

    private Session sessionOf(ChatThread thread) {
        return read(stores -> stores.sessions().find(ANY, thread.session())).orElseThrow();
    }
}
