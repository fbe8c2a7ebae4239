package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** A change to one key of a session's state. Changes of different keys never conflict. */
public sealed interface StateChange {

    /** The key, 1 to 200 characters. */
    String key();

    /**
     * Puts a value there, whatever was there.
     *
     * @param ttl after how long the key is gone again, 1 second to 366 days, else Invalid; empty for never
     */
    record Put(String key, JsonValue value, Optional<Duration> ttl) implements StateChange {
        public Put {
            requireNonNull(key, "key");
            requireNonNull(value, "value");
            requireNonNull(ttl, "ttl");
        }

        /** Puts a value there that stays. */
        public Put(String key, JsonValue value) {
            this(key, value, Optional.empty());
        }
    }

    /** Takes the key away; nothing happens when it is not there. */
    record Remove(String key) implements StateChange {
        public Remove {
            requireNonNull(key, "key");
        }
    }

    /**
     * Merges a JSON merge patch (RFC 7396) into what is there, for as long as that is there; where nothing is, into an empty
     * object that stays.
     */
    record Merge(String key, JsonValue.Fields patch) implements StateChange {
        public Merge {
            requireNonNull(key, "key");
            requireNonNull(patch, "patch");
        }
    }

    /**
     * Adds to the number there, for as long as that is there; where nothing is, to zero, and that stays. Anything but a
     * number there is Invalid.
     */
    record Increment(String key, BigDecimal by) implements StateChange {
        public Increment {
            requireNonNull(key, "key");
            requireNonNull(by, "by");
        }
    }
}
