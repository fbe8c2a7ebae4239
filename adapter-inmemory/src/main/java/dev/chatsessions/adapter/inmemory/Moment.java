package dev.chatsessions.adapter.inmemory;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** A time, and an id that tells apart what happened at the same one. */
record Moment(Instant at, UUID id) {

    /** By time, then by id. */
    static final Comparator<Moment> ORDER = Moment::compare;

    /** After no other moment of that time. */
    static Moment firstAt(Instant at) {
        return new Moment(at, new UUID(0, 0));
    }

    private static int compare(Moment one, Moment other) {
        var time = one.at.compareTo(other.at);
        return time != 0 ? time : Order.OF_IDS.compare(one.id, other.id);
    }
}
