package dev.chatsessions.request;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestId;
import dev.chatsessions.UserId;
import java.time.Instant;

/**
 * Something that a user wants done. The library gives its attributes no meaning.
 *
 * @param attributes at most 16 KiB and 8 levels deep
 * @param version moves with each change of the attributes
 */
public record Request(
        RequestId id, UserId owner, JsonValue.Fields attributes, Instant createdAt, Instant changedAt, long version) {

    /** The label by which a session names the request that it is about. */
    public static final String LABEL = "request_id";

    public Request {
        requireNonNull(id, "id");
        requireNonNull(owner, "owner");
        requireNonNull(attributes, "attributes");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(changedAt, "changedAt");
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " is less than 1");
        }
    }

    /** The same request with other attributes, one version later. */
    public Request with(JsonValue.Fields next, Instant at) {
        return new Request(id, owner, next, createdAt, at, version + 1);
    }
}
