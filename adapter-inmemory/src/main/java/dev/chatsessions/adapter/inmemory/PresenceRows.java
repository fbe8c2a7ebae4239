package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.spi.PresenceStore.StoredPresence;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The connections of clients to sessions, and the leases of nodes. */
final class PresenceRows {

    private final Table<UUID, StoredPresence> presences;

    private final Listing<SessionId, UUID, StoredPresence> bySession;

    private final Listing<UUID, UUID, StoredPresence> byNode;

    private final Listing<Boolean, Moment, StoredPresence> byLeaving;

    private final Table<UUID, Lease> leases;

    private final Listing<Boolean, Moment, Lease> byEnd;

    PresenceRows(Journal journal) {
        presences = new Table<>(journal, StoredPresence::id);
        bySession = presences.listing(row -> Optional.of(row.session()), StoredPresence::id, Order.OF_IDS);
        byNode = presences.listing(row -> Optional.of(row.node()), StoredPresence::id, Order.OF_IDS);
        byLeaving = presences.listing(
                row -> row.leftAt().map(at -> true),
                row -> new Moment(row.leftAt().orElseThrow(), row.id()),
                Moment.ORDER);
        leases = new Table<>(journal, Lease::node);
        byEnd = leases.listing(
                lease -> Optional.of(true), lease -> new Moment(lease.until(), lease.node()), Moment.ORDER);
    }

    Ordered<UUID, StoredPresence> of(SessionId session) {
        return bySession.of(session);
    }

    Ordered<UUID, StoredPresence> of(UUID node) {
        return byNode.of(node);
    }

    /** Longest ago first. */
    Stream<StoredPresence> leftBefore(Instant before) {
        return byLeaving.of(true).ascendingBefore(Moment.firstAt(before));
    }

    Optional<StoredPresence> find(SessionId session, UUID id) {
        return presences.find(id).filter(row -> row.session().equals(session));
    }

    void put(StoredPresence presence) {
        presences.put(presence);
    }

    /** Removes up to {@code limit} of these and returns how many. */
    int remove(Stream<StoredPresence> these, int limit) {
        return presences.remove(these, limit);
    }

    Optional<Instant> leaseOf(UUID node) {
        return leases.find(node).map(Lease::until);
    }

    void lease(UUID node, Instant until) {
        leases.put(new Lease(node, until));
    }

    void endLease(UUID node) {
        leases.find(node).ifPresent(leases::remove);
    }

    /** Longest ago first. */
    Stream<UUID> endedBefore(Instant before) {
        return byEnd.of(true).ascendingBefore(Moment.firstAt(before)).map(Lease::node);
    }

    private record Lease(UUID node, Instant until) {}
}
