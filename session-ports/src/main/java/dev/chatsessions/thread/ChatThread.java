package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.usage.UsageTotal;
import java.time.Instant;
import java.util.Optional;

/**
 * A thread as it stands.
 *
 * @param key the name a document or client gave it, unique in its session; 1 to 256 characters
 * @param lastMessageAt when a message was last stored in it; empty when none ever was
 * @param lastPosition the highest message position given so far
 * @param messageCount the messages that are there now, open answers left out
 * @param usage the tokens spent in it; never falls
 * @param clearedThrough the sequence in the session's log up to which it was cleared; 0 if never
 * @param version moves with the title, never with messages
 */
public record ChatThread(
        ThreadId id,
        SessionId session,
        String key,
        Optional<String> title,
        Instant createdAt,
        Optional<Instant> lastMessageAt,
        long lastPosition,
        long messageCount,
        UsageTotal usage,
        long clearedThrough,
        long version) {

    public ChatThread {
        requireNonNull(id, "id");
        requireNonNull(session, "session");
        requireNonNull(key, "key");
        requireNonNull(title, "title");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(lastMessageAt, "lastMessageAt");
        requireNonNull(usage, "usage");
        if (lastPosition < 0 || messageCount < 0 || clearedThrough < 0) {
            throw new IllegalArgumentException("lastPosition, messageCount or clearedThrough is negative");
        }
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " is less than 1");
        }
    }

    /** The same thread with {@code count} messages more, of which {@code visible} are not open, at {@code at}. */
    public ChatThread grownBy(int count, int visible, Instant at) {
        return new ChatThread(
                id,
                session,
                key,
                title,
                createdAt,
                Optional.of(at),
                lastPosition + count,
                messageCount + visible,
                usage,
                clearedThrough,
                version);
    }

    /**
     * The same thread with {@code visible} messages more, or less, that are not open, the highest of those that were placed
     * at {@code position}, at {@code at}.
     */
    public ChatThread placedUpTo(long position, int visible, Instant at) {
        return new ChatThread(
                id,
                session,
                key,
                title,
                createdAt,
                Optional.of(at),
                Math.max(lastPosition, position),
                Math.max(0, messageCount + visible),
                usage,
                clearedThrough,
                version);
    }

    /** The same thread with a new sum of tokens. */
    public ChatThread spending(UsageTotal total) {
        return new ChatThread(
                id,
                session,
                key,
                title,
                createdAt,
                lastMessageAt,
                lastPosition,
                messageCount,
                total,
                clearedThrough,
                version);
    }

    /** The same thread without messages, cleared up to {@code sequence}. */
    public ChatThread clearedThrough(long sequence) {
        return new ChatThread(
                id, session, key, title, createdAt, lastMessageAt, lastPosition, 0, usage, sequence, version);
    }

    /** The same thread under another title, one version later. */
    public ChatThread renamedTo(Optional<String> newTitle) {
        return new ChatThread(
                id,
                session,
                key,
                newTitle,
                createdAt,
                lastMessageAt,
                lastPosition,
                messageCount,
                usage,
                clearedThrough,
                version + 1);
    }
}
