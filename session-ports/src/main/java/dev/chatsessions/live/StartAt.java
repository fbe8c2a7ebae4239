package dev.chatsessions.live;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Cursor;

/** Where in a log a reader begins. */
public sealed interface StartAt {

    /** With the oldest event kept. */
    record Earliest() implements StartAt {}

    /** With what happens from now on. */
    record Head() implements StartAt {}

    /** After a place seen before; one that cannot be continued from is a {@link Gap}. */
    record After(Cursor cursor) implements StartAt {
        public After {
            requireNonNull(cursor, "cursor");
        }
    }

    /** After a place that could not be read: always a {@link Gap} of reason MALFORMED. */
    record Unreadable() implements StartAt {}
}
