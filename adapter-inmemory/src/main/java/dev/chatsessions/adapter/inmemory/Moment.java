package dev.chatsessions.adapter.inmemory;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** A time, and an id that tells apart what happened at the same one. */
record Moment(Instant at, UUID id) implements Comparable<Moment> {

    private static final Comparator<Moment> ORDER =
            Comparator.comparing(Moment::at).thenComparing(Moment::id, Order.OF_IDS);

    /** Not after any other moment at that time. */
    static Moment firstAt(Instant at) {
        return new Moment(at, new UUID(0, 0));
    }

    @Override
    public int compareTo(Moment other) {
        return ORDER.compare(this, other);
    }
}
