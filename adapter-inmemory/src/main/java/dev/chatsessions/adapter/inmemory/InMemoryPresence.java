package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.spi.PresenceStore;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

final class InMemoryPresence implements PresenceStore {

    private final Transaction transaction;

    InMemoryPresence(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(StoredPresence presence) {
        Storable.require("caller", presence.caller());
        Storable.require("client", presence.client().value());
        transaction.holding(presence.session()).presence().put(presence);
    }

    @Override
    public List<Held> list(SessionAccess access, List<SessionId> sessions) {
        var tables = transaction.reading();
        var presence = tables.presence();
        return sessions.stream()
                .distinct()
                .filter(session -> tables.sessions().find(access, session).isPresent())
                .flatMap(session -> presence.of(session).ascending())
                .map(row -> new Held(row, presence.leaseOf(row.node())))
                .toList();
    }

    @Override
    public void remove(SessionId session, UUID presence) {
        var rows = transaction.holding(session).presence();
        rows.remove(rows.find(session, presence).stream(), 1);
    }

    @Override
    public void leave(SessionId session, UUID presence, Instant at) {
        var rows = transaction.writing().presence();
        rows.find(session, presence).filter(row -> row.leftAt().isEmpty()).ifPresent(row -> rows.put(row.leftAt(at)));
    }

    @Override
    public List<StoredPresence> left(Instant before, int limit) {
        return transaction.reading().presence().leftBefore(before).limit(limit).toList();
    }

    @Override
    public List<StoredPresence> of(UUID node, int limit) {
        return transaction
                .reading()
                .presence()
                .of(node)
                .ascending()
                .limit(limit)
                .toList();
    }

    @Override
    public void begin(UUID node, Instant until) {
        var rows = transaction.writing().presence();
        if (rows.leaseOf(node).isEmpty()) {
            rows.lease(node, until);
        }
    }

    @Override
    public boolean renew(UUID node, Instant now, Instant until) {
        var rows = transaction.writing().presence();
        var lasting = rows.leaseOf(node).filter(end -> !end.isBefore(now)).isPresent();
        if (lasting) {
            rows.lease(node, until);
        }
        return lasting;
    }

    @Override
    public List<UUID> ended(Instant before, int limit) {
        return transaction.reading().presence().endedBefore(before).limit(limit).toList();
    }

    @Override
    public void forget(UUID node, Instant before) {
        var rows = transaction.writing().presence();
        if (rows.leaseOf(node).filter(end -> end.isBefore(before)).isPresent()) {
            rows.endLease(node);
        }
    }
}
