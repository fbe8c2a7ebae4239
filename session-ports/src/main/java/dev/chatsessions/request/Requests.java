package dev.chatsessions.request;

import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.session.ExpectedVersion;
import java.util.Collection;
import java.util.Map;

/**
 * Keeps what users want done. A request is its owner's: to others it is NotFound. A session is about a request when its
 * label {@link Request#LABEL} has the request's id.
 */
public interface Requests {

    /** Keeps a new request of the caller's own. Attributes over their limit are Invalid. */
    Request create(Caller caller, JsonValue.Fields attributes, RequestKey requestKey);

    /** The request. */
    Request find(Caller caller, RequestId request);

    /** Those of these requests, at most 1,000, that are the caller's. */
    Map<RequestId, Request> find(Caller caller, Collection<RequestId> requests);

    /** The caller's own requests, newest first. */
    Page<Request> list(Caller caller, PageRequest page);

    /** Merges a JSON merge patch (RFC 7396) into its attributes. What changes nothing moves no version. */
    Request change(Caller caller, RequestId request, JsonValue.Fields patch, ExpectedVersion expected);
}
