package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.RequestId;
import dev.chatsessions.UserId;
import dev.chatsessions.request.Request;
import java.util.Optional;
import java.util.UUID;

/** The requests of users. */
final class RequestRows {

    private final Table<Key, Request> requests;

    private final Listing<UserId, UUID, Request> byOwner;

    RequestRows(Journal journal) {
        requests = new Table<>(journal, Key::of);
        byOwner = requests.listing(
                request -> Optional.of(request.owner()), request -> request.id().value(), Order.OF_IDS);
    }

    Optional<Request> find(UserId owner, RequestId id) {
        return requests.find(new Key(owner, id));
    }

    Ordered<UUID, Request> ofOwner(UserId owner) {
        return byOwner.of(owner);
    }

    /** Removes up to {@code limit} of the owner's and returns how many. */
    int remove(UserId owner, int limit) {
        return requests.remove(byOwner.of(owner).ascending(), limit);
    }

    void put(Request request) {
        requests.put(request);
    }

    private record Key(UserId owner, RequestId id) {
        static Key of(Request request) {
            return new Key(request.owner(), request.id());
        }
    }
}
