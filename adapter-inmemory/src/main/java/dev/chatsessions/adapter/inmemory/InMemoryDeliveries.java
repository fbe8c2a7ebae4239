package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.DeviceId;
import dev.chatsessions.spi.DeliveryStore;
import dev.chatsessions.spi.SessionAccess;
import java.util.List;

final class InMemoryDeliveries implements DeliveryStore {

    private final Transaction transaction;

    InMemoryDeliveries(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(StoredDelivery delivery, int most) {
        Storable.require("findings", delivery.findings());
        var deliveries = transaction.writing().deliveries();
        deliveries
                .of(delivery.device())
                .descending()
                .skip(most - 1L)
                .toList()
                .forEach(old -> deliveries.removeLike(old.device(), old));
        deliveries.put(delivery.device(), delivery);
    }

    @Override
    public List<StoredDelivery> latest(SessionAccess access, DeviceId device, int limit) {
        var tables = transaction.reading();
        return tables.deliveries()
                .of(device)
                .descending()
                .filter(delivery ->
                        tables.sessions().find(access, delivery.session()).isPresent())
                .limit(limit)
                .toList();
    }
}
