package dev.chatsessions.tck;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ClientId;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.PresenceStore;
import dev.chatsessions.spi.PresenceStore.Held;
import dev.chatsessions.spi.PresenceStore.StoredPresence;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link PresenceStore} promises. Used by one test at a time. */
public abstract class PresenceStoreContract extends Contract {

    /** With the fixture of one test. */
    protected PresenceStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void the_connections_of_a_session_are_listed_with_the_leases_of_their_nodes() {
        var session = started(sessions.active(ANNA, "a"));
        var other = started(sessions.active(ANNA, "b"));
        var node = leased(TestTimes.at(20));
        var one = kept(presence(session, node, "phone"));
        var two = kept(presence(session, ids.next(), "page"));
        var elsewhere = kept(presence(other, node, "phone"));

        assertEquals(
                Set.of(new Held(one, Optional.of(TestTimes.at(20))), new Held(two, Optional.empty())), list(session));
        assertEquals(Set.of(new Held(elsewhere, Optional.of(TestTimes.at(20)))), list(other));
        for (var right : List.of(new SessionAccess.Owner(BERT), new SessionAccess.Guest(other.id()))) {
            assertEquals(List.of(), read(stores -> stores.presence().list(right, List.of(session.id()))));
        }
    }

    @Test
    void the_connections_of_many_sessions_are_listed_at_once() {
        var one = started(sessions.active(ANNA, "one"));
        var two = started(sessions.active(ANNA, "two"));
        var none = started(sessions.active(ANNA, "none"));
        var berts = started(sessions.active(BERT, "berts"));
        var phone = kept(presence(one, ids.next(), "phone"));
        var page = kept(presence(one, ids.next(), "page"));
        var agent = kept(presence(two, ids.next(), "agent"));
        var his = kept(presence(berts, ids.next(), "his"));

        var all = List.of(two.id(), none.id(), one.id(), berts.id(), one.id(), ids.session());
        assertEquals(Set.of(phone, page, agent, his), listed(ANY, all));
        assertEquals(Set.of(agent), listed(ANY, List.of(two.id())));
        assertEquals(Set.of(phone, page, agent), listed(new SessionAccess.Owner(ANNA), all));
        assertEquals(Set.of(agent), listed(new SessionAccess.Guest(two.id()), all));
        assertEquals(Set.of(), listed(ANY, List.of()));
    }

    private Set<StoredPresence> listed(SessionAccess access, List<SessionId> of) {
        var held = read(stores -> stores.presence().list(access, of));
        var listed = held.stream().map(Held::presence).collect(toSet());
        assertEquals(listed.size(), held.size(), "one is listed twice");
        return listed;
    }

    @Test
    void a_connection_is_left_once() {
        var session = started(sessions.active(ANNA, "a"));
        var one = kept(presence(session, ids.next(), "phone"));
        var two = kept(presence(session, ids.next(), "page"));

        leave(session.id(), one, TestTimes.at(3));
        leave(session.id(), one, TestTimes.at(4));
        leave(ids.session(), two, TestTimes.at(4));
        keep(stores -> stores.presence().leave(session.id(), ids.next(), TestTimes.at(4)));

        assertEquals(
                Set.of(new Held(one.leftAt(TestTimes.at(3)), Optional.empty()), new Held(two, Optional.empty())),
                list(session));
    }

    @Test
    void a_connection_is_taken_away() {
        var session = started(sessions.active(ANNA, "a"));
        var other = started(sessions.active(ANNA, "b"));
        var one = kept(presence(session, ids.next(), "phone"));
        var two = kept(presence(session, ids.next(), "page"));

        keepIn(session.id(), stores -> {
            stores.presence().remove(session.id(), one.id());
            assertEquals(
                    List.of(new Held(two, Optional.empty())), stores.presence().list(ANY, List.of(session.id())));
            stores.presence().remove(session.id(), one.id());
        });
        keepIn(other.id(), stores -> stores.presence().remove(other.id(), two.id()));

        assertEquals(Set.of(new Held(two, Optional.empty())), list(session));
    }

    @Test
    void those_that_were_left_are_found_longest_ago_first() {
        var session = started(sessions.active(ANNA, "a"));
        var first = kept(presence(session, ids.next(), "one"));
        var second = kept(presence(session, ids.next(), "two"));
        var third = kept(presence(session, ids.next(), "three"));
        kept(presence(session, ids.next(), "four"));
        leave(session.id(), first, TestTimes.at(5));
        leave(session.id(), second, TestTimes.at(3));
        leave(session.id(), third, TestTimes.at(4));

        var left =
                List.of(second.leftAt(TestTimes.at(3)), third.leftAt(TestTimes.at(4)), first.leftAt(TestTimes.at(5)));
        assertEquals(left, read(stores -> stores.presence().left(TestTimes.at(6), ALL)));
        assertEquals(left.subList(0, 2), read(stores -> stores.presence().left(TestTimes.at(6), 2)));
        assertEquals(left.subList(0, 2), read(stores -> stores.presence().left(TestTimes.at(5), ALL)));
        assertEquals(List.of(), read(stores -> stores.presence().left(TestTimes.at(3), ALL)));
    }

    @Test
    void the_connections_of_a_node_are_found() {
        var session = started(sessions.active(ANNA, "a"));
        var node = ids.next();
        var one = kept(presence(session, node, "phone"));
        var two = kept(presence(session, node, "page"));
        kept(presence(session, ids.next(), "else"));
        leave(session.id(), two, TestTimes.at(3));

        assertEquals(
                Set.of(one, two.leftAt(TestTimes.at(3))),
                new HashSet<>(read(stores -> stores.presence().of(node, ALL))));
        assertEquals(1, read(stores -> stores.presence().of(node, 1)).size());
        assertEquals(List.of(), read(stores -> stores.presence().of(ids.next(), ALL)));
    }

    @Test
    void a_lease_is_begun_once_and_renewed_while_it_lasts() {
        var node = leased(TestTimes.at(20));
        keep(stores -> stores.presence().begin(node, TestTimes.at(30)));
        assertEquals(List.of(node), ended(TestTimes.at(21)));

        assertTrue(did(stores -> stores.presence().renew(node, TestTimes.at(20), TestTimes.at(25))));
        assertEquals(List.of(), ended(TestTimes.at(25)));
        assertEquals(List.of(node), ended(TestTimes.at(26)));
        assertFalse(did(stores -> stores.presence().renew(node, TestTimes.at(26), TestTimes.at(40))));
        assertEquals(List.of(node), ended(TestTimes.at(26)));
        assertFalse(did(stores -> stores.presence().renew(ids.next(), TestTimes.at(1), TestTimes.at(40))));
    }

    @Test
    void leases_that_ended_are_found_longest_ago_first_and_forgotten() {
        var second = leased(TestTimes.at(6));
        var first = leased(TestTimes.at(5));
        var third = leased(TestTimes.at(9));

        assertEquals(List.of(first, second), ended(TestTimes.at(8)));
        assertEquals(List.of(first), read(stores -> stores.presence().ended(TestTimes.at(8), 1)));

        keep(stores -> stores.presence().forget(first, TestTimes.at(8)));
        keep(stores -> stores.presence().forget(third, TestTimes.at(8)));
        keep(stores -> stores.presence().forget(second, TestTimes.at(6)));

        assertEquals(List.of(second, third), ended(TestTimes.at(10)));
    }

    private StoredPresence presence(Session session, UUID node, String client) {
        return new StoredPresence(
                ids.next(), session.id(), node, "user:anna", new ClientId(client), TestTimes.at(2), Optional.empty());
    }

    private StoredPresence kept(StoredPresence presence) {
        keepIn(presence.session(), stores -> stores.presence().insert(presence));
        return presence;
    }

    private UUID leased(Instant until) {
        var node = ids.next();
        keep(stores -> stores.presence().begin(node, until));
        return node;
    }

    private void leave(SessionId session, StoredPresence presence, Instant at) {
        keep(stores -> stores.presence().leave(session, presence.id(), at));
    }

    private Set<Held> list(Session session) {
        return new HashSet<>(read(stores -> stores.presence().list(ANY, List.of(session.id()))));
    }

    private List<UUID> ended(Instant before) {
        return read(stores -> stores.presence().ended(before, ALL));
    }
}
