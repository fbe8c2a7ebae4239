package dev.chatsessions.spi;

import dev.chatsessions.RequestId;
import dev.chatsessions.UserId;
import dev.chatsessions.request.Request;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keeps requests of users. */
public interface RequestStore {

    /** Keeps a new request. */
    void insert(Request request);

    /** Those of these requests that are the owner's, in no order. */
    List<Request> find(UserId owner, Collection<RequestId> requests);

    /** By id, highest first; those below {@code before}. */
    List<Request> list(UserId owner, Optional<RequestId> before, int limit);

    /** Replaces the request if its version is still {@code expectedVersion}; otherwise false, and nothing changes. */
    boolean change(Request next, long expectedVersion);
}
