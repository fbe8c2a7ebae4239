package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.SegmentStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

final class InMemorySegments implements SegmentStore {

    private static final Comparator<StoredSegment> AS_SAID =
            Comparator.comparing(StoredSegment::start).thenComparing(StoredSegment::key, Order.OF_TEXTS);

    private final Transaction transaction;

    InMemorySegments(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public List<StoredSegment> find(SessionId session, Collection<String> keys) {
        var known = transaction.reading().segments().of(session);
        return keys.stream().distinct().flatMap(key -> known.find(key).stream()).toList();
    }

    @Override
    public List<StoredSegment> shown(SessionId session, ThreadId thread, Duration from, Duration to) {
        return transaction
                .reading()
                .segments()
                .of(session)
                .ascending()
                .filter(segment -> segment.thread().equals(thread)
                        && segment.message().isPresent()
                        && segment.start().compareTo(from) >= 0
                        && segment.start().compareTo(to) <= 0)
                .sorted(AS_SAID)
                .toList();
    }

    @Override
    public void add(SessionId session, StoredSegment segment) {
        Storable.require("key", segment.key());
        var segments = transaction.holding(session).segments();
        if (segments.of(session).find(segment.key()).isPresent()) {
            throw new IllegalStateException("segment " + segment.key() + " of session " + session + " is known");
        }
        segments.put(session, segment);
    }

    @Override
    public void change(SessionId session, StoredSegment segment) {
        var segments = transaction.holding(session).segments();
        if (segments.of(session).find(segment.key()).isEmpty()) {
            throw transaction.breakOff("session " + session + " has no segment " + segment.key());
        }
        segments.put(session, segment);
    }
}
