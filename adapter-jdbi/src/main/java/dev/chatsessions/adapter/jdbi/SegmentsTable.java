package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;

import dev.chatsessions.MessageId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.SegmentStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is known of devices' sessions. */
final class SegmentsTable implements SegmentStore {

    private static final Insert INSERT = Insert.into(
                    "segments",
                    "session_id, segment_key, thread_id, message_id, starts_at, ends_at",
                    "session_id, segment_key")
            .ofNew();

    private static final String IN_SESSION = """
            select g.segment_key, g.thread_id, g.message_id, g.starts_at, g.ends_at
            from ${schema}.segments g where g.session_id =\s""";

    private static final String SHOWN = IN_SESSION + "? and g.thread_id = ? and g.message_id is not null"
            + " and g.starts_at >= ? and g.starts_at <= ? order by g.session_id, g.thread_id, g.starts_at, g.segment_key";

    private static final String CHANGE = """
            update ${schema}.segments set thread_id = ?, message_id = ?, starts_at = ?, ends_at = ?
            where session_id = ? and segment_key = ?""";

    private static final Row<StoredSegment> ROW = row -> new StoredSegment(
            row.getString("segment_key"),
            new ThreadId(Columns.id(row, "thread_id")),
            Columns.optionalId(row, "message_id").map(MessageId::new),
            Duration.ofNanos(row.getLong("starts_at")),
            Duration.ofNanos(row.getLong("ends_at")));

    private final Transaction transaction;

    SegmentsTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public List<StoredSegment> find(SessionId session, Collection<String> keys) {
        var trip = transaction.trip();
        var found = find(trip, "?", Values.of(session.value()), keys);
        trip.send();
        return found.rows();
    }

    /** Those of the session that an expression names; for no keys nothing is asked. */
    static Answer<StoredSegment> find(Trip trip, String session, Values of, Collection<String> keys) {
        if (keys.isEmpty()) {
            return new Answer<>("", of, Optional.of(ROW));
        }
        var values = new Values().andAll(of);
        keys.forEach(values::and);
        var any = keys.stream().map(key -> "?").collect(joining(", ", " and g.segment_key in (", ")"));
        return trip.ask(IN_SESSION + session + any, values, ROW);
    }

    @Override
    public List<StoredSegment> shown(SessionId session, ThreadId thread, Duration from, Duration to) {
        return transaction.list(
                SHOWN,
                Values.of(session.value())
                        .and(thread.value())
                        .and(from.toNanos())
                        .and(to.toNanos()),
                ROW);
    }

    @Override
    public void add(SessionId session, StoredSegment segment) {
        transaction.insertLater(
                INSERT,
                Values.of(session.value())
                        .and(segment.key())
                        .and(segment.thread().value())
                        .andId(segment.message().map(MessageId::value))
                        .and(segment.start().toNanos())
                        .and(segment.end().toNanos()));
    }

    @Override
    public void change(SessionId session, StoredSegment segment) {
        transaction.mustChangeLater(
                CHANGE,
                Values.of(segment.thread().value())
                        .andId(segment.message().map(MessageId::value))
                        .and(segment.start().toNanos())
                        .and(segment.end().toNanos())
                        .and(session.value())
                        .and(segment.key()));
    }
}
