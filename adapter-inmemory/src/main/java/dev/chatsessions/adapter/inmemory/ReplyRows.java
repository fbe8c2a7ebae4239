package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.spi.StoredReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;

/** The replies, and which of them wait, run and are to be trimmed. */
final class ReplyRows {

    private final Rows<ReplyId, StoredReply> replies;

    private final Grouped<ThreadId, UUID, StoredReply> open;

    private final Grouped<SessionId, UUID, StoredReply> openBySession;

    private final Grouped<ThreadId, UUID, StoredReply> finished;

    private final Rows<ThreadId, StoredReply> running;

    private final Rows<ThreadId, Waiting> next;

    private final Grouped<Answerer, Moment, StoredReply> waiting;

    private final Sorted<Moment, StoredReply> leases;

    private final Sorted<Moment, StoredReply> untrimmed;

    ReplyRows(Journal journal) {
        replies = new Rows<>(journal);
        open = new Grouped<>(journal, Order.OF_IDS);
        openBySession = new Grouped<>(journal, Order.OF_IDS);
        finished = new Grouped<>(journal, Order.OF_IDS);
        running = new Rows<>(journal);
        next = new Rows<>(journal);
        waiting = new Grouped<>(journal, Moment::compareTo);
        leases = new Sorted<>(journal, Moment::compareTo);
        untrimmed = new Sorted<>(journal, Moment::compareTo);
    }

    Optional<StoredReply> find(ReplyId id) {
        return replies.find(id);
    }

    Optional<StoredReply> runningIn(ThreadId thread) {
        return running.find(thread);
    }

    /** By id. */
    NavigableMap<UUID, StoredReply> openOf(ThreadId thread) {
        return open.of(thread);
    }

    /** By id. */
    NavigableMap<UUID, StoredReply> openOf(SessionId session) {
        return openBySession.of(session);
    }

    /** The first of each thread in which none runs, oldest first. */
    Collection<StoredReply> waitingFor(Answerer answerer) {
        return waiting.of(answerer).values();
    }

    /** Longest ended first. */
    Collection<StoredReply> leaseEnded(Instant before) {
        return leases.view().headMap(Moment.firstAt(before), false).values();
    }

    /** Longest finished first. */
    Collection<StoredReply> untrimmed(Instant before) {
        return untrimmed.view().headMap(Moment.firstAt(before), false).values();
    }

    void add(StoredReply stored, Answerer answerer) {
        put(stored);
        queue(stored.reply().thread(), answerer);
    }

    void replace(StoredReply before, StoredReply after, Answerer answerer) {
        unlist(before);
        put(after);
        queue(after.reply().thread(), answerer);
    }

    /** Removes up to {@code limit} replies of the thread and returns how many. */
    int remove(ThreadId thread, int limit) {
        var some = new ArrayList<StoredReply>();
        for (var part : List.of(open.of(thread), finished.of(thread))) {
            part.values().stream().limit(limit - some.size()).forEach(some::add);
        }
        for (var stored : some) {
            unlist(stored);
            replies.remove(stored.reply().id());
        }
        unqueue(thread);
        return some.size();
    }

    /** Lists the thread's next reply, if any, as waiting for the answerer. */
    void queue(ThreadId thread, Answerer answerer) {
        unqueue(thread);
        if (!running.has(thread) && !open.of(thread).isEmpty()) {
            var first = open.of(thread).firstEntry().getValue();
            var place = new Waiting(answerer, new Moment(first.reply().askedAt(), id(first)));
            next.put(thread, place);
            waiting.put(answerer, place.moment(), first);
        }
    }

    private void unqueue(ThreadId thread) {
        next.find(thread).ifPresent(place -> {
            next.remove(thread);
            waiting.remove(place.answerer(), place.moment());
        });
    }

    private void put(StoredReply stored) {
        var reply = stored.reply();
        replies.put(reply.id(), stored);
        if (reply.status().isOpen()) {
            open.put(reply.thread(), id(stored), stored);
            openBySession.put(reply.session(), id(stored), stored);
        } else {
            finished.put(reply.thread(), id(stored), stored);
        }
        if (reply.status() == ReplyStatus.RUNNING) {
            running.put(reply.thread(), stored);
        }
        lease(stored).ifPresent(moment -> leases.put(moment, stored));
        trimming(stored).ifPresent(moment -> untrimmed.put(moment, stored));
    }

    private void unlist(StoredReply stored) {
        var reply = stored.reply();
        if (reply.status().isOpen()) {
            open.remove(reply.thread(), id(stored));
            openBySession.remove(reply.session(), id(stored));
        } else {
            finished.remove(reply.thread(), id(stored));
        }
        if (reply.status() == ReplyStatus.RUNNING) {
            running.remove(reply.thread());
        }
        lease(stored).ifPresent(leases::remove);
        trimming(stored).ifPresent(untrimmed::remove);
    }

    private static Optional<Moment> lease(StoredReply stored) {
        return stored.leaseUntil()
                .filter(until -> stored.reply().status() == ReplyStatus.RUNNING)
                .map(until -> new Moment(until, id(stored)));
    }

    private static Optional<Moment> trimming(StoredReply stored) {
        return stored.reply().finishedAt().filter(at -> !stored.trimmed()).map(at -> new Moment(at, id(stored)));
    }

    private static UUID id(StoredReply stored) {
        return stored.reply().id().value();
    }

    /** Where a thread's next reply is listed. */
    private record Waiting(Answerer answerer, Moment moment) {}
}
