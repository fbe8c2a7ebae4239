package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages, those of each thread by position, the open ones apart. */
final class MessageRows {

    private final Table<MessageId, Message> messages;

    private final Listing<ThreadId, Long, Message> open;

    private final Listing<ThreadId, Long, Message> closed;

    MessageRows(Journal journal) {
        messages = Table.ofAscending(journal, Message::id, MessageId::value);
        open = messages.listing(message -> threadOf(message, true), Message::position, Long::compare);
        closed = messages.listing(message -> threadOf(message, false), Message::position, Long::compare);
    }

    Optional<Message> find(MessageId id) {
        return messages.find(id);
    }

    boolean isTaken(ThreadId thread, long position) {
        return open.of(thread).find(position).isPresent()
                || closed.of(thread).find(position).isPresent();
    }

    boolean has(ThreadId thread) {
        return !(open.of(thread).isEmpty() && closed.of(thread).isEmpty());
    }

    /** The last ones before a position, last first, open ones left out. */
    List<Message> closedBefore(ThreadId thread, long position, int limit) {
        var all = closed.of(thread);
        var last = new ArrayList<Message>(Math.min(limit, all.size()));
        var walk = all.downFrom(position);
        while (last.size() < limit && walk.hasNext()) {
            last.add(walk.next());
        }
        return List.copyOf(last);
    }

    void put(Message message) {
        messages.put(message);
    }

    /** Removes up to {@code limit} messages of the thread and returns how many. */
    int remove(ThreadId thread, int limit) {
        var removed = messages.remove(open.of(thread).ascending(), limit);
        return removed + messages.remove(closed.of(thread).ascending(), limit - removed);
    }

    private static Optional<ThreadId> threadOf(Message message, boolean wantedOpen) {
        return (message.status() == MessageStatus.OPEN) == wantedOpen
                ? Optional.of(message.thread())
                : Optional.empty();
    }
}
