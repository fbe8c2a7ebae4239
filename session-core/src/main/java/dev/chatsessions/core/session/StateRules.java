package dev.chatsessions.core.session;

import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.MergePatch;
import dev.chatsessions.session.SessionState;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.StateStore.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a state may hold, for how long, and what changes make of it. Pure. */
public final class StateRules {

    private static final int MAX_KEYS = 256;

    private static final long MAX_BYTES = 256 * 1024;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofDays(366);

    private StateRules() {}

    /** Those of the entries whose time did not run out, swept or not. */
    public static SessionState there(List<StateEntry> entries, Instant now) {
        return new SessionState(
                entries.stream().filter(entry -> entry.isThereAt(now)).toList());
    }

    /** What the key holds after the change; empty for nothing. */
    static Optional<JsonValue> applied(StateChange change, Optional<JsonValue> old) {
        if (change instanceof StateChange.Put put) {
            return Optional.of(Limits.value("value", put.value()));
        }
        if (change instanceof StateChange.Merge merge) {
            var merged = MergePatch.merged(old.orElse(JsonValue.Fields.EMPTY), merge.patch());
            return Optional.of(Limits.value("value", merged));
        }
        if (change instanceof StateChange.Increment increment) {
            return Optional.of(Limits.value("value", sum(old.orElse(JsonValue.of(0)), increment.by())));
        }
        return Optional.empty();
    }

    /** Until when the key holds it; what only changes a value leaves it its time. */
    static Optional<Instant> expiry(StateChange change, Optional<StateEntry> old, Instant now) {
        return change instanceof StateChange.Put put
                ? put.ttl().map(ttl -> now.plus(checked(ttl)))
                : old.flatMap(StateEntry::expiresAt);
    }

    static boolean hasRoom(Size size, int keys, int bytes) {
        return size.entries() + keys <= MAX_KEYS && size.bytes() + bytes <= MAX_BYTES;
    }

    static void requireRoom(Size size, int keys, int bytes) {
        if (!hasRoom(size, keys, bytes)) {
            throw new Conflict(
                    "state-full",
                    "the session's state may hold " + MAX_KEYS + " keys and " + MAX_BYTES
                            + " bytes; remove some first");
        }
    }

    private static Duration checked(Duration ttl) {
        if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
            throw new Invalid("ttl", "must be 1 second to 366 days");
        }
        return ttl;
    }

    private static JsonValue sum(JsonValue old, BigDecimal by) {
        if (!(old instanceof JsonValue.Number number)) {
            throw new Invalid("value", "is not a number and cannot be incremented");
        }
        try {
            return new JsonValue.Number(number.value().add(by));
        } catch (IllegalArgumentException tooLong) {
            throw new Invalid("value", "would have more than 100 digits");
        }
    }
}
