package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.MessageId;
import dev.chatsessions.thread.Message;
import java.util.Optional;
import java.util.UUID;

/** The messages by id, and those of each thread with it. */
final class MessageRows {

    private final ThreadRows threads;

    /** Ids ascend as they come, so that all that come at a time lie in one place. */
    private final Sorted<UUID, Message> byId;

    MessageRows(Journal journal, ThreadRows threads) {
        this.threads = threads;
        byId = new Sorted<>(journal, Placing.by(message -> message.id().value(), Order.OF_IDS));
    }

    Optional<Message> find(MessageId id) {
        return byId.find(id.value());
    }

    /** Keeps a message that is not there yet. */
    void add(KeptThread thread, Message message) {
        byId.put(message);
        thread.messages().add(message);
    }

    /** Keeps the message in place of the one before. */
    void replace(Message before, Message after) {
        byId.put(after);
        threads.kept(after.thread()).ifPresent(thread -> thread.messages().replace(before, after));
    }

    void remove(Message message) {
        byId.removeLike(message);
        threads.kept(message.thread()).ifPresent(thread -> thread.messages().remove(message));
    }

    /** Removes up to {@code limit} messages of the thread and returns how many. */
    int remove(KeptThread thread, int limit) {
        var some = thread.messages().all().limit(limit).toList();
        for (var message : some) {
            byId.removeLike(message);
            thread.messages().remove(message);
        }
        return some.size();
    }
}
