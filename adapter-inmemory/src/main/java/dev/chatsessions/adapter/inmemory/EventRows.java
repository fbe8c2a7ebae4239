package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.LoggedEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The logs: their heads, and their events in order, those of a reply or a thread also apart. */
final class EventRows {

    private final Rows<LogScope, LogHead> heads;

    private final Listing<LogScope, Long, LoggedEvent> events;

    private final Listing<DeltasOf, Long, LoggedEvent> deltas;

    private final Listing<ContentOf, Long, LoggedEvent> content;

    private final List<Listing<?, Long, LoggedEvent>> all;

    EventRows(Journal journal) {
        heads = new Rows<>(journal);
        events = new Listing<>(journal, event -> Optional.of(event.scope()), LoggedEvent::sequence, Long::compare);
        deltas = new Listing<>(journal, DeltasOf::group, LoggedEvent::sequence, Long::compare);
        content = new Listing<>(journal, ContentOf::group, LoggedEvent::sequence, Long::compare);
        all = List.of(events, deltas, content);
    }

    Optional<LogHead> head(LogScope scope) {
        return heads.find(scope);
    }

    Ordered<Long, LoggedEvent> of(LogScope scope) {
        return events.of(scope);
    }

    /** The deltas of a reply. */
    Ordered<Long, LoggedEvent> deltasOf(LogScope scope, ReplyId reply) {
        return deltas.of(new DeltasOf(scope, reply));
    }

    /** What tells of messages and replies of a thread, and goes when they go. */
    Ordered<Long, LoggedEvent> contentOf(LogScope scope, ThreadId thread) {
        return content.of(new ContentOf(scope, thread));
    }

    /** The thread with whose messages and replies the event goes. */
    static Optional<ThreadId> contentThread(LoggedEvent event) {
        return ContentOf.group(event).map(ContentOf::thread);
    }

    LogHead begin(LogScope scope, long epoch) {
        var head = new LogHead(scope, epoch, 0);
        heads.put(scope, head);
        return head;
    }

    /** Keeps the event, which comes next in its log. */
    void append(LogHead head, LoggedEvent event) {
        heads.put(event.scope(), new LogHead(event.scope(), head.epoch(), event.sequence()));
        all.forEach(listing -> listing.add(event));
    }

    /** Removes up to {@code limit} of these events and returns how many. */
    int remove(Stream<LoggedEvent> these, int limit) {
        var some = these.limit(limit).toList();
        some.forEach(event -> all.forEach(listing -> listing.remove(event)));
        return some.size();
    }

    void removeHead(LogScope scope) {
        heads.remove(scope);
    }

    private record DeltasOf(LogScope scope, ReplyId reply) {
        static Optional<DeltasOf> group(LoggedEvent event) {
            return event.body()
                    .reply()
                    .filter(reply -> event.body().delta().isPresent())
                    .map(reply -> new DeltasOf(event.scope(), reply));
        }
    }

    private record ContentOf(LogScope scope, ThreadId thread) {
        static Optional<ContentOf> group(LoggedEvent event) {
            var body = event.body();
            return body.thread()
                    .filter(thread -> body.message().isPresent() || body.reply().isPresent())
                    .map(thread -> new ContentOf(event.scope(), thread));
        }
    }
}
