package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.RequestId;
import dev.chatsessions.UserId;
import dev.chatsessions.request.Request;
import java.util.Optional;
import java.util.UUID;

/** The requests of users. */
final class RequestRows {

    private final Table<RequestId, Request> requests;

    private final Listing<UserId, UUID, Request> byOwner;

    RequestRows(Journal journal) {
        requests = new Table<>(journal, Request::id);
        byOwner = requests.listing(
                request -> Optional.of(request.owner()), request -> request.id().value(), Order.OF_IDS);
    }

    Optional<Request> find(RequestId id) {
        return requests.find(id);
    }

    Ordered<UUID, Request> ofOwner(UserId owner) {
        return byOwner.of(owner);
    }

    void put(Request request) {
        requests.put(request);
    }
}
