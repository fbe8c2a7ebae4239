package dev.chatsessions.adapter.inmemory;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import java.util.function.Function;

/** A time, and an id that tells apart what happened at the same one. */
record Moment(Instant at, UUID id) {

    /** By time, then by id. */
    static final Comparator<Moment> ORDER = Moment::compare;

    /** After no other moment of that time. */
    static Moment firstAt(Instant at) {
        return new Moment(at, new UUID(0, 0));
    }

    /** Rows in the order of their moments, without making one for each. */
    static <R> Placing<Moment, R> placing(Function<R, Instant> at, Function<R, UUID> id) {
        return new Placing<>() {
            @Override
            public int compare(R row, Moment moment) {
                return Moment.compare(at.apply(row), id.apply(row), moment.at, moment.id);
            }

            @Override
            public int compareRows(R row, R other) {
                return Moment.compare(at.apply(row), id.apply(row), at.apply(other), id.apply(other));
            }
        };
    }

    private static int compare(Instant at, UUID id, Instant otherAt, UUID otherId) {
        var time = at.compareTo(otherAt);
        return time != 0 ? time : Order.OF_IDS.compare(id, otherId);
    }

    private static int compare(Moment one, Moment other) {
        return compare(one.at, one.id, other.at, other.id);
    }
}
