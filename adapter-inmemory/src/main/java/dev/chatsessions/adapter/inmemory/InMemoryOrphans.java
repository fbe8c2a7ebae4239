package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.DeviceId;
import dev.chatsessions.SessionId;
import dev.chatsessions.adapter.inmemory.OrphanRows.Row;
import dev.chatsessions.spi.OrphanStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryOrphans implements OrphanStore {

    private final Transaction transaction;

    InMemoryOrphans(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(Orphan orphan) {
        Storable.require("name", orphan.name());
        var orphans = transaction.writing().orphans();
        if (orphans.waiting(orphan.device(), orphan.name()).isPresent()) {
            return false;
        }
        orphans.put(new Row(orphan, true));
        return true;
    }

    @Override
    public Optional<Orphan> find(DeviceId device, String name) {
        return transaction.reading().orphans().waiting(device, name);
    }

    @Override
    public List<Orphan> waiting(DeviceId device, int limit) {
        return transaction
                .reading()
                .orphans()
                .waiting(device)
                .map(Row::orphan)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Orphan> all(DeviceId device, int limit) {
        return transaction
                .reading()
                .orphans()
                .all(device)
                .limit(limit)
                .map(OrphanRows.Row::orphan)
                .toList();
    }

    @Override
    public List<Claim> claimable(Instant linkedSince, int limit) {
        var tables = transaction.reading();
        return tables.links()
                .lastingSince(linkedSince)
                .flatMap(link ->
                        tables.orphans().waiting(link.device()).map(row -> new Claim(row.orphan(), link.owner())))
                .limit(limit)
                .toList();
    }

    @Override
    public void release(DeviceId device) {
        var orphans = transaction.writing().orphans();
        orphans.waiting(device).toList().forEach(row -> orphans.put(new Row(row.orphan(), false)));
    }

    @Override
    public void heard(SessionId session, Instant at) {
        var orphans = transaction.writing().orphans();
        orphans.find(session)
                .filter(row -> row.orphan().heardAt().isBefore(at))
                .ifPresent(row -> orphans.put(new Row(heardAt(row.orphan(), at), row.waits())));
    }

    @Override
    public List<SessionId> unheard(Instant before, int limit) {
        return transaction
                .reading()
                .orphans()
                .heardBefore(before)
                .map(Orphan::session)
                .limit(limit)
                .toList();
    }

    @Override
    public boolean remove(SessionId session) {
        var orphans = transaction.writing().orphans();
        var found = orphans.find(session);
        found.ifPresent(orphans::remove);
        return found.isPresent();
    }

    private static Orphan heardAt(Orphan orphan, Instant at) {
        return new Orphan(orphan.session(), orphan.device(), orphan.name(), at);
    }
}
