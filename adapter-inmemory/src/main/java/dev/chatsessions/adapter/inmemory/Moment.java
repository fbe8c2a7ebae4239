package dev.chatsessions.adapter.inmemory;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** A time, and an id that tells apart what happened at the same one. */
record Moment(Instant at, UUID id) {

    /** By time, then by id. */
    static final Comparator<Moment> ORDER = Comparator.comparing(Moment::at).thenComparing(Moment::id, Order.OF_IDS);

    /** After no other moment of that time. */
    static Moment firstAt(Instant at) {
        return new Moment(at, new UUID(0, 0));
    }
}
