package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import java.util.List;
import java.util.stream.Stream;

/** The messages of one thread by position, the open ones apart. */
final class ThreadMessages {

    private static final Placing<Long, Message> BY_POSITION = Placing.byNumber(Message::position);

    private final Sorted<Long, Message> open;

    private final Sorted<Long, Message> closed;

    ThreadMessages(Journal journal) {
        open = new Sorted<>(journal, BY_POSITION);
        closed = new Sorted<>(journal, BY_POSITION);
    }

    boolean isEmpty() {
        return open.isEmpty() && closed.isEmpty();
    }

    boolean isTaken(long position) {
        return open.find(position).isPresent() || closed.find(position).isPresent();
    }

    /** The last ones before a position, in order, open ones left out. */
    List<Message> closedBefore(long position, int limit) {
        return closed.lastBefore(position, limit);
    }

    /** Those after a position, in order, open ones left out. */
    Stream<Message> closedAfter(long position) {
        return closed.ascendingAfter(position);
    }

    Stream<Message> all() {
        return Stream.concat(open.ascending(), closed.ascending());
    }

    void add(Message message) {
        with(message.status()).put(message);
    }

    void replace(Message before, Message after) {
        if (before.status() != after.status()) {
            remove(before);
        }
        add(after);
    }

    void remove(Message message) {
        with(message.status()).removeLike(message);
    }

    private Sorted<Long, Message> with(MessageStatus status) {
        return status == MessageStatus.OPEN ? open : closed;
    }
}
