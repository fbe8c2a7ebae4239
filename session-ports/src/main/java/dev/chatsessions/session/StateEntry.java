package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import java.time.Instant;

/**
 * One key of a session's shared state.
 *
 * @param key 1 to 200 characters
 * @param version the sequence of the event that set it: ascending per key, also over a deletion
 */
public record StateEntry(String key, JsonValue value, long version, Instant changedAt) {

    public StateEntry {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(changedAt, "changedAt");
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " is less than 1");
        }
    }
}
