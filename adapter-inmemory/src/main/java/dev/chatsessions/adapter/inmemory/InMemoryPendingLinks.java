package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.DeviceId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.PendingLinkStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryPendingLinks implements PendingLinkStore {

    private final Transaction transaction;

    InMemoryPendingLinks(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void put(PendingLink pending) {
        Storable.require("codeHash", pending.codeHash());
        transaction.writing().pendingLinks().put(pending);
    }

    @Override
    public Optional<PendingLink> takeTry(UserId user, DeviceId device, Instant now, int most) {
        var pairings = transaction.writing().pendingLinks();
        var tried = pairings.find(user, device)
                .filter(pending -> pending.tries() < most && now.isBefore(pending.expiresAt()))
                .map(InMemoryPendingLinks::triedOnceMore);
        tried.ifPresent(pairings::put);
        return tried;
    }

    @Override
    public List<UserId> startedBy(DeviceId device, Instant now, int limit) {
        return transaction
                .reading()
                .pendingLinks()
                .of(device)
                .filter(pending -> now.isBefore(pending.expiresAt()))
                .map(PendingLink::user)
                .limit(limit)
                .toList();
    }

    @Override
    public List<PendingLink> remove(DeviceId device) {
        var pairings = transaction.writing().pendingLinks();
        var removed = pairings.of(device).toList();
        pairings.remove(removed.stream(), removed.size());
        return removed;
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        var pairings = transaction.writing().pendingLinks();
        return pairings.remove(pairings.expiredBefore(before), limit);
    }

    private static PendingLink triedOnceMore(PendingLink pending) {
        return new PendingLink(
                pending.id(),
                pending.user(),
                pending.device(),
                pending.codeHash(),
                pending.tries() + 1,
                pending.expiresAt());
    }
}
