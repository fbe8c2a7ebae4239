package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages, and those of each thread by position. */
final class MessageRows {

    private final Table<MessageId, Message> messages;

    private final Listing<ThreadId, Long, Message> byThread;

    MessageRows(Journal journal) {
        messages = Table.ofAscending(journal, Message::id, MessageId::value);
        byThread = messages.listing(message -> Optional.of(message.thread()), Message::position, Long::compare);
    }

    Optional<Message> find(MessageId id) {
        return messages.find(id);
    }

    /** By position. */
    Ordered<Long, Message> ofThread(ThreadId thread) {
        return byThread.of(thread);
    }

    /** The last ones before a position, last first; the few that are open are passed over. */
    List<Message> closedBefore(ThreadId thread, long position, int limit) {
        var all = byThread.of(thread);
        var closed = new ArrayList<Message>(Math.min(limit, all.size()));
        var walk = all.downFrom(position);
        while (closed.size() < limit && walk.hasNext()) {
            var message = walk.next();
            if (message.status() != MessageStatus.OPEN) {
                closed.add(message);
            }
        }
        return List.copyOf(closed);
    }

    void put(Message message) {
        messages.put(message);
    }

    /** Removes up to {@code limit} messages of the thread and returns how many. */
    int remove(ThreadId thread, int limit) {
        return messages.remove(byThread.of(thread).ascending(), limit);
    }
}
