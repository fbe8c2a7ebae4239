package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.LoggedEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One log: its head, and its events in order, the deltas of a reply also apart. Those of a thread are told apart when they
 * are first asked for, which is when a thread is cleared: every event once, and most never.
 */
final class Log {

    private static final Placing<Long, LoggedEvent> BY_SEQUENCE = Placing.byNumber(LoggedEvent::sequence);

    private final Journal journal;

    private final LogScope scope;

    private final long epoch;

    private final Sorted<Long, LoggedEvent> events;

    private final Listing<ReplyId, Long, LoggedEvent> deltas;

    private final Listing<ThreadId, Long, LoggedEvent> content;

    /** Up to here the events are told apart by thread. */
    private final Cell<Long> toldApart;

    private long sequence;

    /** Made once for all events. */
    private final Runnable stepBack = () -> sequence--;

    /** What its lock was last taken with, worth nothing once that transaction has ended. */
    private Object key = this;

    Log(Journal journal, LogScope scope, long epoch) {
        this.journal = journal;
        this.scope = scope;
        this.epoch = epoch;
        events = new Sorted<>(journal, BY_SEQUENCE);
        deltas = new Listing<>(journal, Log::replyOfDelta, BY_SEQUENCE);
        content = new Listing<>(journal, Log::contentThread, BY_SEQUENCE);
        toldApart = new Cell<>(journal, 0L);
    }

    LogHead head() {
        return new LogHead(scope, epoch, sequence);
    }

    boolean isOf(LogScope other) {
        return scope.equals(other);
    }

    Ordered<Long, LoggedEvent> events() {
        return events;
    }

    Ordered<Long, LoggedEvent> deltasOf(ReplyId reply) {
        return deltas.of(reply);
    }

    /** What tells of messages and replies of a thread, and goes when they go. Only within a write. */
    Ordered<Long, LoggedEvent> contentOf(ThreadId thread) {
        if (toldApart.value() < sequence) {
            events.ascendingAfter(toldApart.value()).forEach(content::add);
            toldApart.set(sequence);
        }
        return content.of(thread);
    }

    void lockWith(Object transactionKey) {
        key = transactionKey;
    }

    boolean isLockedWith(Object transactionKey) {
        return key == transactionKey;
    }

    /** Keeps an event that comes next, and returns its sequence. */
    long append(Instant at, EventBody body) {
        journal.note(stepBack);
        var event = new LoggedEvent(scope, ++sequence, at, body, Optional.empty());
        events.put(event);
        deltas.add(event);
        return sequence;
    }

    /** Removes up to {@code limit} of these events and returns how many. */
    int remove(Stream<LoggedEvent> these, int limit) {
        var some = these.limit(limit).toList();
        for (var event : some) {
            events.removeLike(event);
            deltas.remove(event);
            content.remove(event);
        }
        return some.size();
    }

    /** The thread with whose messages and replies the event goes. */
    static Optional<ThreadId> contentThread(LoggedEvent event) {
        var body = event.body();
        return body.message().isPresent() || body.reply().isPresent() ? body.thread() : Optional.empty();
    }

    private static Optional<ReplyId> replyOfDelta(LoggedEvent event) {
        return event.body().delta().isPresent() ? event.body().reply() : Optional.empty();
    }
}
