package dev.chatsessions.spi;

import dev.chatsessions.MessageId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import java.util.List;
import java.util.Optional;

/** Keeps messages. */
public interface MessageStore {

    /** Keeps a new message. One whose id is there already changes nothing. The session's lock is held. */
    void append(Message message);

    Optional<Message> find(SessionAccess access, ThreadId thread, MessageId message);

    /**
     * The thread and its newest messages below {@code beforePosition}, highest position first, OPEN ones left out. Empty
     * when there is no such thread. Costs what it returns.
     */
    Optional<History> history(SessionAccess access, ThreadId thread, long beforePosition, int limit);

    /**
     * Replaces parts, status, time and version. The session's lock is held. If the stored version is not the one before
     * {@code next}'s, the whole transaction fails and is run again.
     */
    void change(Message next);

    /** Removes all messages of the thread. The session's lock is held. */
    void clear(SessionId session, ThreadId thread);

    /** A thread and some of its messages. */
    record History(ChatThread thread, List<Message> messages) {
        public History {
            messages = List.copyOf(messages);
        }
    }
}
