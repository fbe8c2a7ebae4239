package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import java.util.Optional;

/** A change to what a session's owner or host keeps of it. Several of them are made together, or none. */
public sealed interface SessionChange {

    /** Another title, or none. */
    record Title(Optional<String> title) implements SessionChange {
        public Title {
            requireNonNull(title, "title");
        }
    }

    /** Another status, where the lifecycle has that move. IDLE and EXPIRED are not for clients, else Invalid. */
    record Status(SessionStatus status) implements SessionChange {
        public Status {
            requireNonNull(status, "status");
        }
    }

    /** Another value of a label, or none. */
    record Label(String name, Optional<String> value) implements SessionChange {
        public Label {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    /** Another value of a counter. */
    record Counter(String name, long value) implements SessionChange {
        public Counter {
            requireNonNull(name, "name");
        }
    }

    /** Adds to a counter, which is 0 where there is none; the sum has to be a counter's value, else Invalid. */
    record Increment(String name, long by) implements SessionChange {
        public Increment {
            requireNonNull(name, "name");
        }
    }

    /** Merges a JSON merge patch (RFC 7396) into the attributes. */
    record Attributes(JsonValue.Fields patch) implements SessionChange {
        public Attributes {
            requireNonNull(patch, "patch");
        }
    }
}
