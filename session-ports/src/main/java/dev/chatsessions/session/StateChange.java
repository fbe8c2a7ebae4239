package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import java.math.BigDecimal;

/** A change to one key of a session's state. Changes of different keys never conflict. */
public sealed interface StateChange {

    /** The key, 1 to 200 characters. */
    String key();

    /** Puts a value there, whatever was there. */
    record Put(String key, JsonValue value) implements StateChange {
        public Put {
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }
    }

    /** Takes the key away; nothing happens when it is not there. */
    record Remove(String key) implements StateChange {
        public Remove {
            requireNonNull(key, "key");
        }
    }

    /** Merges a JSON merge patch (RFC 7396) into what is there; where nothing is, into an empty object. */
    record Merge(String key, JsonValue.Fields patch) implements StateChange {
        public Merge {
            requireNonNull(key, "key");
            requireNonNull(patch, "patch");
        }
    }

    /** Adds to the number there; where nothing is, to zero. Anything but a number there is Invalid. */
    record Increment(String key, BigDecimal by) implements StateChange {
        public Increment {
            requireNonNull(key, "key");
            requireNonNull(by, "by");
        }
    }
}
