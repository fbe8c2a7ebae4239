package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps which requests were served, each with what it made. */
public interface RequestKeyStore {

    /**
     * Keeps the request and returns empty; or, where its caller, operation and key are there already, keeps nothing and
     * returns what is. A racing copy is waited for: its constraint is the lock.
     */
    Optional<StoredRequest> insert(StoredRequest request);

    /** Removes up to {@code limit} requests from before {@code before} and returns how many. */
    int removeBefore(Instant before, int limit);

    /**
     * A request that was served.
     *
     * @param bodyHash tells its content from another
     * @param results what it made, as the core names it
     */
    record StoredRequest(
            String caller, String operation, String key, String bodyHash, List<String> results, Instant at) {
        public StoredRequest {
            requireNonNull(caller, "caller");
            requireNonNull(operation, "operation");
            requireNonNull(key, "key");
            requireNonNull(bodyHash, "bodyHash");
            results = List.copyOf(results);
            requireNonNull(at, "at");
        }
    }
}
