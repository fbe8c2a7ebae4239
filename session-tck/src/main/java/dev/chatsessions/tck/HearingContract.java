package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestLinks.NECKLACE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.UserId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.spi.ConversationStore;
import dev.chatsessions.spi.ConversationStore.Hearing;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.webhook.ListenPreferences;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link ConversationStore} promises of what deliveries go on from. Used by one test at a time. */
public abstract class HearingContract extends Contract {

    private final TestConversations conversations = new TestConversations(ids);

    private final TestLinks links = new TestLinks(ids);

    /** With the fixture of one test. */
    protected HearingContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void what_a_delivery_goes_on_from_is_read_with_the_lock_of_its_session() {
        linked(ANNA);
        var before = threadOfDevice(ANNA, "walk");
        var session = sessionOf(before);
        var thread = opened(threads.in(session, "other"));
        kept(conversations.ended(before, 1), Optional.of(ANNA));
        var open = kept(conversations.begun(thread, 3), Optional.of(ANNA));
        var known = conversations.shown("id:1", before, 1_000);
        keepIn(session.id(), stores -> stores.segments().add(session.id(), known));
        keep(stores ->
                stores.preferences().put(ANNA, ListenPreferences.defaults().atVersion(1), 0));

        var heard = new Hearing(
                session,
                Optional.of(open),
                Optional.of(thread),
                Optional.of(conversations.ended(before, 1)),
                List.of(known),
                Optional.of(ListenPreferences.defaults().atVersion(1)));
        keep(stores -> {
            assertEquals(Optional.of(heard), locked(stores, "walk", "id:1", "id:2"));
            assertEquals(heard, stores.conversations().hearing(session, List.of("id:1", "id:2")));
            assertEquals(List.of(), locked(stores, "walk").orElseThrow().known());
            var berts = new SessionAccess.Owner(BERT);
            assertEquals(Optional.empty(), stores.conversations().lockHearing(berts, NECKLACE, "walk", List.of()));
            stores.events().append(TestEvents.logOf(session.id()), TestEvents.notice("heard"));
        });
    }

    @Test
    void what_goes_on_has_no_thread_once_that_was_deleted() {
        linked(ANNA);
        var thread = threadOfDevice(ANNA, "walk");
        var open = kept(conversations.begun(thread, 1), Optional.of(ANNA));
        keep(stores -> stores.threads().delete(thread.id(), TestTimes.at(2)));

        var heard = new Hearing(
                sessionOf(thread), Optional.of(open), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
        keep(stores -> assertEquals(Optional.of(heard), locked(stores, "walk", "id:1")));
    }

    @Test
    void only_the_session_of_whom_the_device_is_linked_with_is_locked_by_its_key() {
        threadOfDevice(BERT, "walk");
        started(sessions.active(ANNA, "talk"));
        keep(stores -> assertEquals(Optional.empty(), locked(stores, "walk")));
        linked(ANNA);

        keep(stores -> {
            assertEquals(Optional.empty(), locked(stores, "walk"));
            assertEquals(Optional.empty(), locked(stores, "talk"));
        });
    }

    private ChatThread threadOfDevice(UserId owner, String key) {
        return opened(threads.in(started(sessions.of(SessionKind.DEVICE, owner, key))));
    }

    private void linked(UserId owner) {
        keep(stores -> stores.deviceLinks().insert(links.lasting(owner, NECKLACE, TestTimes.at(1))));
    }

    private static Optional<Hearing> locked(Stores stores, String key, String... segments) {
        return stores.conversations().lockHearing(ANY, NECKLACE, key, List.of(segments));
    }

    private StoredConversation kept(StoredConversation conversation, Optional<UserId> owner) {
        keepIn(conversation.session(), stores -> stores.conversations().insert(conversation, owner));
        return conversation;
    }

    private Session sessionOf(ChatThread thread) {
        return read(stores -> stores.sessions().find(ANY, thread.session())).orElseThrow();
    }
}
