package dev.chatsessions.core.presence;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ClientId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.presence.Attendance;
import dev.chatsessions.presence.Participant;
import dev.chatsessions.presence.Presence;
import dev.chatsessions.spi.PresenceStore.Held;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets clients enter sessions, and lists who is there. Thread-safe. */
public final class DefaultPresence implements Presence {

    private final Transactions transactions;

    private final PresenceSettings settings;

    private final Optional<NodePresence> node;

    /** Without {@code node}, for use within a host's transaction: nobody is there for its time only. */
    public DefaultPresence(Transactions transactions, PresenceSettings settings, Optional<NodePresence> node) {
        this.transactions = transactions;
        this.settings = settings;
        this.node = node;
    }

    /** Refuses a session that has no room for one more connection. */
    public static void requireRoom(Stores stores, SessionId session, PresenceSettings settings) {
        var here = stores.presence().list(new SessionAccess.Any(), List.of(session)).stream()
                .filter(held -> PresenceRules.isHere(held, stores.now(), settings))
                .map(Held::presence)
                .toList();
        PresenceRules.requireRoom(here, settings);
    }

    @Override
    public Attendance enter(Caller caller, SessionId session, ClientId client) {
        var access = Access.toRead(caller);
        return node.orElseThrow(() -> new IllegalStateException("a transaction may be undone; enter outside of it"))
                .enter(access, new NodePresence.Client(session, caller.key(), client));
    }

    @Override
    public List<Participant> list(Caller caller, SessionId session) {
        var access = Access.toSee(caller);
        return transactions.read(access, stores -> {
            if (stores.sessions().find(access, session).isEmpty()) {
                throw Access.missing(stores, access, session);
            }
            return PresenceRules.participants(stores.presence().list(access, List.of(session)), stores.now(), settings);
        });
    }

    @Override
    public Map<SessionId, List<Participant>> list(Caller caller, List<SessionId> sessions) {
        var access = Access.toSee(caller);
        if (sessions.size() > PageRequest.MAX_LIMIT) {
            throw new Invalid("sessions", "must be " + PageRequest.MAX_LIMIT + " at most");
        }
        return transactions.read(
                access,
                stores -> PresenceRules.participantsOfEach(
                        stores.presence().list(access, sessions), stores.now(), settings));
    }
}
