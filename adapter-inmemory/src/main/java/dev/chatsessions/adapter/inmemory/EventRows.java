package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.LoggedEvent;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;

/** The logs. */
final class EventRows {

    private final Rows<LogScope, LogHead> heads;

    private final Grouped<LogScope, Long, LoggedEvent> events;

    private final Grouped<DeltasOf, Long, LoggedEvent> deltas;

    private final Grouped<ContentOf, Long, LoggedEvent> content;

    EventRows(Journal journal) {
        heads = new Rows<>(journal);
        events = new Grouped<>(journal, Long::compare);
        deltas = new Grouped<>(journal, Long::compare);
        content = new Grouped<>(journal, Long::compare);
    }

    /** Whether the event tells of a message or reply of a thread, and goes with it. */
    static boolean isContent(LoggedEvent event) {
        var body = event.body();
        return body.thread().isPresent()
                && (body.message().isPresent() || body.reply().isPresent());
    }

    Optional<LogHead> head(LogScope scope) {
        return heads.find(scope);
    }

    /** By sequence. */
    NavigableMap<Long, LoggedEvent> of(LogScope scope) {
        return events.of(scope);
    }

    /** By sequence. */
    NavigableMap<Long, LoggedEvent> deltasOf(LogScope scope, ReplyId reply) {
        return deltas.of(new DeltasOf(scope, reply));
    }

    /** By sequence, what tells of messages and replies of the thread. */
    Collection<LoggedEvent> contentOf(LogScope scope, ThreadId thread) {
        return content.of(new ContentOf(scope, thread)).values();
    }

    LogHead begin(LogScope scope, long epoch) {
        var head = new LogHead(scope, epoch, 0);
        heads.put(scope, head);
        return head;
    }

    void append(LoggedEvent event) {
        var scope = event.scope();
        var body = event.body();
        var sequence = event.sequence();
        var head = heads.find(scope).orElseThrow();
        heads.put(scope, new LogHead(scope, head.epoch(), sequence));
        events.put(scope, sequence, event);
        if (body.delta().isPresent()) {
            body.reply().ifPresent(reply -> deltas.put(new DeltasOf(scope, reply), sequence, event));
        }
        if (isContent(event)) {
            content.put(new ContentOf(scope, body.thread().orElseThrow()), sequence, event);
        }
    }

    /** Removes up to {@code limit} of these events and returns how many. */
    int remove(Collection<LoggedEvent> these, int limit) {
        var some = these.stream().limit(limit).toList();
        some.forEach(this::remove);
        return some.size();
    }

    void removeHead(LogScope scope) {
        heads.remove(scope);
    }

    private void remove(LoggedEvent event) {
        var scope = event.scope();
        var body = event.body();
        events.remove(scope, event.sequence());
        body.reply().ifPresent(reply -> deltas.remove(new DeltasOf(scope, reply), event.sequence()));
        body.thread().ifPresent(thread -> content.remove(new ContentOf(scope, thread), event.sequence()));
    }

    private record DeltasOf(LogScope scope, ReplyId reply) {}

    private record ContentOf(LogScope scope, ThreadId thread) {}
}
