package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import java.time.Instant;
import java.util.Optional;

/**
 * One key of a session's shared state.
 *
 * @param key 1 to 200 characters
 * @param version the sequence of the event that set it: ascending per key, also over a deletion
 * @param expiresAt from when on it is not there any more; empty for one that lasts
 */
public record StateEntry(String key, JsonValue value, long version, Instant changedAt, Optional<Instant> expiresAt) {

    public StateEntry {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(changedAt, "changedAt");
        requireNonNull(expiresAt, "expiresAt");
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " is less than 1");
        }
    }

    /** One that lasts. */
    public StateEntry(String key, JsonValue value, long version, Instant changedAt) {
        this(key, value, version, changedAt, Optional.empty());
    }

    /** Whether it is there at {@code now}. */
    public boolean isThereAt(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
    }

    /** The same, until another time or for good. */
    public StateEntry expiring(Optional<Instant> at) {
        return new StateEntry(key, value, version, changedAt, at);
    }
}
