package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ClientId;
import dev.chatsessions.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps connections of clients to sessions, and the leases of the nodes that hold them. */
public interface PresenceStore {

    /** Keeps a new connection. The session's lock is held. */
    void insert(StoredPresence presence);

    /** The connections of all of these sessions, in no order. */
    List<Held> list(SessionAccess access, List<SessionId> sessions);

    /** Takes a connection away, if it is there. The session's lock is held. */
    void remove(SessionId session, UUID presence);

    /** Marks when a connection was left, unless it is marked or not there. Needs no lock. */
    void leave(SessionId session, UUID presence, Instant at);

    /** Connections that were left before {@code before}, longest ago first. Without a lock. */
    List<StoredPresence> left(Instant before, int limit);

    /** Connections that this node holds, or held. Without a lock. */
    List<StoredPresence> of(UUID node, int limit);

    /** Keeps the lease of a node that has none. */
    void begin(UUID node, Instant until);

    /** Has the node's lease last until {@code until}; false when it has none, or one that ended before {@code now}. */
    boolean renew(UUID node, Instant now, Instant until);

    /** Nodes whose lease ended before {@code before}, longest ago first. */
    List<UUID> ended(Instant before, int limit);

    /** Removes the node's lease, if it ended before {@code before}. */
    void forget(UUID node, Instant before);

    /**
     * A connection.
     *
     * @param caller the key of the caller whose client it is
     * @param leftAt when it was left; empty while nobody said so
     */
    record StoredPresence(
            UUID id,
            SessionId session,
            UUID node,
            String caller,
            ClientId client,
            Instant enteredAt,
            Optional<Instant> leftAt) {
        public StoredPresence {
            requireNonNull(id, "id");
            requireNonNull(session, "session");
            requireNonNull(node, "node");
            requireNonNull(caller, "caller");
            requireNonNull(client, "client");
            requireNonNull(enteredAt, "enteredAt");
            requireNonNull(leftAt, "leftAt");
        }

        /** The same, left. */
        public StoredPresence leftAt(Instant at) {
            return new StoredPresence(id, session, node, caller, client, enteredAt, Optional.of(at));
        }
    }

    /**
     * A connection, and its node's lease.
     *
     * @param until when the lease ends; empty when the node has none
     */
    record Held(StoredPresence presence, Optional<Instant> until) {
        public Held {
            requireNonNull(presence, "presence");
            requireNonNull(until, "until");
        }
    }
}
