package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.RequestId;
import dev.chatsessions.UserId;
import dev.chatsessions.request.Request;
import dev.chatsessions.spi.RequestStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

final class InMemoryRequests implements RequestStore {

    private final Transaction transaction;

    InMemoryRequests(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(Request request) {
        transaction.writing().requests().put(request);
    }

    @Override
    public List<Request> find(UserId owner, Collection<RequestId> requests) {
        var rows = transaction.reading().requests();
        return requests.stream()
                .distinct()
                .flatMap(request -> rows.find(owner, request).stream())
                .toList();
    }

    @Override
    public List<Request> list(UserId owner, Optional<RequestId> before, int limit) {
        var all = transaction.reading().requests().ofOwner(owner);
        return before.map(request -> all.descendingBefore(request.value()))
                .orElseGet(all::descending)
                .limit(limit)
                .toList();
    }

    @Override
    public boolean change(Request next, long expectedVersion) {
        var rows = transaction.writing().requests();
        var stored = rows.find(next.owner(), next.id()).filter(request -> request.version() == expectedVersion);
        stored.ifPresent(request -> rows.put(next));
        return stored.isPresent();
    }
}
