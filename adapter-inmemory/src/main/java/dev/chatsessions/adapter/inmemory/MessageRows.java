package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** The messages, those of each thread by position, the open ones apart. */
final class MessageRows {

    private final Rows<MessageId, Message> messages;

    private final Grouped<ThreadId, Long, Message> closed;

    private final Grouped<ThreadId, Long, Message> open;

    MessageRows(Journal journal) {
        messages = new Rows<>(journal);
        closed = new Grouped<>(journal, Long::compare);
        open = new Grouped<>(journal, Long::compare);
    }

    Optional<Message> find(MessageId id) {
        return messages.find(id);
    }

    boolean isTaken(ThreadId thread, long position) {
        return closed.of(thread).containsKey(position) || open.of(thread).containsKey(position);
    }

    /** By position, open ones left out. */
    NavigableMap<Long, Message> closedOf(ThreadId thread) {
        return closed.of(thread);
    }

    void add(Message message) {
        messages.put(message.id(), message);
        index(message).put(message.thread(), message.position(), message);
    }

    void remove(Message message) {
        messages.remove(message.id());
        index(message).remove(message.thread(), message.position());
    }

    void replace(Message before, Message next) {
        if (index(before) != index(next)) {
            index(before).remove(before.thread(), before.position());
        }
        add(next);
    }

    /** Removes up to {@code limit} messages of the thread and returns how many. */
    int remove(ThreadId thread, int limit) {
        var some = new ArrayList<Message>();
        for (var part : List.of(open.of(thread), closed.of(thread))) {
            part.values().stream().limit(limit - some.size()).forEach(some::add);
        }
        some.forEach(this::remove);
        return some.size();
    }

    private Grouped<ThreadId, Long, Message> index(Message message) {
        return message.status() == MessageStatus.OPEN ? open : closed;
    }
}
