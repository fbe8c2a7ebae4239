package dev.chatsessions.live;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Cursor;

/** Where in a log a reader begins. */
public sealed interface StartAt {

    /** After the place that a client says it saw last, in the words that came over the wire, such as a {@code Last-Event-ID}. */
    static StartAt after(String place) {
        try {
            return new After(Cursor.parse(place));
        } catch (IllegalArgumentException unreadable) {
            return new Unreadable();
        }
    }

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
