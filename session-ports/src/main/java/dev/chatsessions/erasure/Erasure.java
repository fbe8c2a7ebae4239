package dev.chatsessions.erasure;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far an erasure is, and once it has ended, the report of it. It does not say whose it is.
 *
 * @param endedAt empty while it goes on
 * @param removed how many rows of each table were removed so far
 * @param remaining how many rows of each table held something of the user when all was done: none; empty while it goes on
 */
public record Erasure(
        Instant begunAt, Optional<Instant> endedAt, Map<String, Long> removed, Map<String, Long> remaining) {

    public Erasure {
        requireNonNull(begunAt, "begunAt");
        requireNonNull(endedAt, "endedAt");
        removed = Collections.unmodifiableMap(new TreeMap<>(removed));
        remaining = Collections.unmodifiableMap(new TreeMap<>(remaining));
    }

    /** Of all tables. */
    public long rows() {
        return removed.values().stream().mapToLong(Long::longValue).sum();
    }
}
