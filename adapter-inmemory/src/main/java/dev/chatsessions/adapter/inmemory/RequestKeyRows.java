package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The requests that were served, no two alike. */
final class RequestKeyRows {

    private static final Comparator<StoredRequest> BY_TIME = Comparator.comparing(StoredRequest::at)
            .thenComparing(StoredRequest::caller)
            .thenComparing(StoredRequest::operation)
            .thenComparing(StoredRequest::key);

    private final Rows<Key, StoredRequest> requests;

    private final Sorted<StoredRequest, StoredRequest> byTime;

    private final Grouped<String, StoredRequest, StoredRequest> byCaller;

    RequestKeyRows(Journal journal) {
        requests = new Rows<>(journal);
        byTime = new Sorted<>(journal, Placing.by(request -> request, BY_TIME));
        byCaller = new Grouped<>(journal, Placing.by(request -> request, BY_TIME));
    }

    /** The one with the same caller, operation and key. */
    Optional<StoredRequest> like(StoredRequest request) {
        return requests.find(Key.of(request));
    }

    /** Oldest first. */
    Stream<StoredRequest> before(Instant before) {
        return byTime.ascending().takeWhile(request -> request.at().isBefore(before));
    }

    /** Oldest first. */
    Ordered<StoredRequest, StoredRequest> of(String caller) {
        return byCaller.of(caller);
    }

    void add(StoredRequest request) {
        requests.put(Key.of(request), request);
        byTime.put(request);
        byCaller.put(request.caller(), request);
    }

    void remove(StoredRequest request) {
        requests.remove(Key.of(request));
        byTime.remove(request);
        byCaller.remove(request.caller(), request);
    }

    private record Key(String caller, String operation, String key) {
        static Key of(StoredRequest request) {
            return new Key(request.caller(), request.operation(), request.key());
        }
    }
}
