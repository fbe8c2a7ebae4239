package dev.chatsessions.live;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import java.util.List;

/** What was read from a log. */
public sealed interface Replay {

    /**
     * Everything after the cursor, up to the limit, or to where it became too much to be read at once.
     *
     * @param next the place after the last event read; ask again from here
     * @param more whether there is more already
     */
    record Complete(List<LiveEvent> events, Cursor next, boolean more) implements Replay {
        public Complete {
            events = List.copyOf(events);
            requireNonNull(next, "next");
        }

        /** The place after one of these events: where whoever saw it last resumes. */
        public Cursor after(LiveEvent event) {
            return next.at(event.sequence());
        }
    }

    /** It cannot be told; see {@link Gap}. */
    record Missed(Gap gap) implements Replay {
        public Missed {
            requireNonNull(gap, "gap");
        }
    }
}
