package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.spi.RequestKeyStore;
import java.time.Instant;
import java.util.Optional;

final class InMemoryRequestKeys implements RequestKeyStore {

    private final Transaction transaction;

    InMemoryRequestKeys(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public Optional<StoredRequest> insert(StoredRequest request) {
        requireStorable(request);
        var requests = transaction.writing().requestKeys();
        var stored = requests.like(request);
        if (stored.isEmpty()) {
            requests.add(request);
        }
        return stored;
    }

    @Override
    public int removeBefore(Instant before, int limit) {
        var requests = transaction.writing().requestKeys();
        var old = requests.before(before).limit(limit).toList();
        old.forEach(requests::remove);
        return old.size();
    }

    private static void requireStorable(StoredRequest request) {
        Storable.require("caller", request.caller());
        Storable.require("operation", request.operation());
        Storable.require("key", request.key());
        Storable.require("bodyHash", request.bodyHash());
        request.results().forEach(result -> Storable.require("results", result));
    }
}
