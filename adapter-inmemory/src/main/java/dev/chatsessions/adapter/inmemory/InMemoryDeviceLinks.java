package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.spi.DeviceLinkStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryDeviceLinks implements DeviceLinkStore {

    private final Transaction transaction;

    InMemoryDeviceLinks(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(DeviceLink link) {
        var links = transaction.writing().links();
        if (links.findLasting(link.device()).isPresent()) {
            return false;
        }
        links.put(link);
        return true;
    }

    @Override
    public Optional<DeviceLink> findLasting(DeviceId device) {
        return transaction.reading().links().findLasting(device);
    }

    @Override
    public Optional<DeviceLink> findLatest(UserId owner, DeviceId device) {
        return transaction.reading().links().all(owner, device).last();
    }

    @Override
    public boolean wasLinked(DeviceId device) {
        return transaction.reading().links().wasLinked(device);
    }

    @Override
    public List<DeviceLink> list(UserId owner, Optional<Provider> provider, Optional<LinkId> before, int limit) {
        var lasting = transaction.reading().links().lasting(owner);
        return before.map(lasting::descendingBefore)
                .orElseGet(lasting::descending)
                .filter(link -> provider.isEmpty() || link.device().provider().equals(provider.get()))
                .limit(limit)
                .toList();
    }

    @Override
    public int count(UserId owner) {
        return transaction.reading().links().lasting(owner).size();
    }

    @Override
    public boolean end(LinkId link, Instant at) {
        var links = transaction.writing().links();
        var lasting = links.find(link).filter(found -> found.unlinkedAt().isEmpty());
        lasting.ifPresent(found -> links.put(found.endedAt(at)));
        return lasting.isPresent();
    }
}
