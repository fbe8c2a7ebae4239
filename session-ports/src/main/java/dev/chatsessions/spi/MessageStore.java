package dev.chatsessions.spi;

import dev.chatsessions.MessageId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.ThreadPath;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps messages. */
public interface MessageStore {

    /** Keeps a new message. One whose id is there already changes nothing. The session's lock is held. */
    void append(Message message);

    /** The message as it stands, OPEN ones included; empty when it is not in that thread, or without access. */
    Optional<Message> find(SessionAccess access, ThreadId thread, MessageId message);

    /** Those of these that are in the thread, in no order. The session's lock is held. */
    List<Message> all(SessionId session, ThreadId thread, Collection<MessageId> messages);

    /**
     * The thread and its newest messages below {@code beforePosition}, up to {@code limit}, OPEN ones left out. Empty when
     * there is no such thread. Costs what it returns.
     */
    Optional<History> history(SessionAccess access, ThreadId thread, long beforePosition, int limit);

    /**
     * The oldest messages above {@code afterPosition}, up to {@code limit}, oldest first, OPEN ones left out. None where there
     * is no such thread. Costs what it returns.
     */
    List<Message> later(SessionAccess access, ThreadId thread, long afterPosition, int limit);

    /** As {@link #history(SessionAccess, ThreadId, long, int)}, of the thread that {@link ThreadStore#findByPath} finds. */
    Optional<History> history(UserId owner, ThreadPath path, int limit);

    /**
     * Of each of these threads the messages in its last {@code places}, OPEN ones left out, in no order; and of all of them
     * the latest whose texts take no more than {@code bytes} of UTF-8 together.
     */
    List<Message> newest(SessionAccess access, Collection<ThreadId> threads, int places, long bytes);

    /**
     * Replaces parts, status, time and version. The session's lock is held. If the stored version is not the one before
     * {@code next}'s, the whole transaction fails and is run again.
     */
    void change(Message next);

    /**
     * Ends an answer that is OPEN: replaces parts, status and time, one version later. One that is not there, or no longer
     * OPEN, stays as it is. The session's lock is held.
     */
    void finish(SessionId session, MessageId answer, MessageStatus end, List<Part> parts, Instant at);

    /** Which of these positions a message of the thread has. The session's lock is held. */
    Set<Long> taken(SessionId session, ThreadId thread, Collection<Long> positions);

    /** Removes a message; one that is not there changes nothing. The session's lock is held. */
    void remove(SessionId session, MessageId message);

    /** Removes all messages of the thread. The session's lock is held. */
    void clear(SessionId session, ThreadId thread);

    /**
     * A thread and some of its messages.
     *
     * @param messages oldest first
     * @param older whether there are messages before them
     */
    record History(ChatThread thread, List<Message> messages, boolean older) {
        public History {
            messages = List.copyOf(messages);
        }
    }
}
