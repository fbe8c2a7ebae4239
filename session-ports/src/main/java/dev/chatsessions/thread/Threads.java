package dev.chatsessions.thread;

import dev.chatsessions.Caller;
import dev.chatsessions.MessageId;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens threads, stores messages in them and reads them back.
 *
 * <p>A thread in a session that is not the caller's is NotFound; one that was deleted is Gone to who could read it.
 */
public interface Threads {

    /** Opens a thread. Where the session has one of that key, Conflict {@code key-taken}; not in an ended session. */
    ChatThread start(Caller caller, SessionId session, ThreadStart start, RequestKey requestKey);

    /** The session's thread of that key, opened if there is none. Repeating it gives the same thread. */
    ChatThread open(Caller caller, SessionId session, ThreadStart start);

    /** The thread. */
    ChatThread find(Caller caller, ThreadId thread);

    /** The session's thread of that key; empty when there is none. Creates nothing. */
    Optional<ChatThread> findByKey(Caller caller, SessionId session, String key);

    /** The same of each of these sessions, at most 1,000; those that are not the caller's are left out. */
    Map<SessionId, ChatThread> findByKey(Caller caller, Collection<SessionId> sessions, String key);

    /** The calling user's thread at that path; empty when a key of it is not held. Creates nothing. */
    Optional<SessionThread> findByPath(Caller caller, ThreadPath path);

    /** The session's threads, newest first. */
    Page<ChatThread> list(Caller caller, SessionId session, PageRequest page);

    /** Gives it another title, or none. */
    ChatThread rename(Caller caller, ThreadId thread, Optional<String> title, ExpectedVersion expected);

    /**
     * Takes all its messages away, with what the log holds of them, and stops its open replies; the thread, its id and
     * its tokens stay. Subscribers get {@code thread_cleared}. Clearing an empty thread does it once more.
     */
    ChatThread clear(Caller caller, ThreadId thread);

    /** Deletes it with all its messages. It is Gone from then on; repeating it is Gone too. */
    void delete(Caller caller, ThreadId thread);

    /**
     * Stores messages that need no answer from here, all or none, in this order and next to each other.
     *
     * <p>A user's message is at most 32,768 code points, any other 1 MiB of UTF-8, at most 100 at once, none empty. In a
     * paused session it is allowed, in an ended one it is Conflict {@code session-ended}.
     */
    Appended append(Caller caller, ThreadId thread, List<NewMessage> messages, RequestKey requestKey);

    /** As {@link #append(Caller, ThreadId, List, RequestKey)}, with the tokens that the messages took: both or neither. */
    Appended append(
            Caller caller, ThreadId thread, List<NewMessage> messages, TokenCount tokens, RequestKey requestKey);

    /**
     * Replaces the words of what was heard, such as of an answer that was interrupted while it was spoken: one event
     * {@code message_changed}. Any message whose source is not TRANSCRIPT is Conflict {@code not-a-transcript}. The same
     * words again change nothing. An answer that was cut off before its first word has none: only a user's words, and what
     * is kept anew, may not be empty.
     */
    Message rewrite(Caller caller, ThreadId thread, MessageId message, String text, ExpectedVersion expected);

    /** One message, open answers included. */
    Message message(Caller caller, ThreadId thread, MessageId message);

    /**
     * The newest {@code page.limit()} messages, or those before a {@link Transcript#before()}, or those after a
     * {@link Transcript#after()}; fewer where they are more than 1 MiB of text together, but one at least where there is
     * one. Costs what it returns.
     */
    Transcript transcript(Caller caller, ThreadId thread, PageRequest page);

    /** The same of the calling user's thread at that path; empty when a key of it is not held. */
    Optional<Transcript> transcript(Caller caller, ThreadPath path, PageRequest page);

    /**
     * The messages in the last {@code places}, at most 1,000, of each of these threads, at most 1,000, oldest first; those
     * that are not the caller's are left out, and what is older once there is more than 1 MiB of text.
     */
    Map<ThreadId, List<Message>> newest(Caller caller, Collection<ThreadId> threads, int places);

    /**
     * Whose sessions of that kind were used in the last hours, 1 to 8,784 of them, latest first, each with the ten threads
     * that had a message last; for admins.
     */
    Page<UserActivity> activity(Caller caller, SessionKind kind, int hours, PageRequest page);

    /**
     * Who has most messages in his sessions of that kind, of those used in the last hours, 1 to 8,784 of them: most first,
     * 1 to 1,000 users; for admins.
     */
    List<UserMessages> writers(Caller caller, SessionKind kind, int hours, int limit);

    /**
     * As {@link #transcript(Caller, ThreadPath, PageRequest)}, of any user's chat; for admins, who may read nothing else
     * that was said: a path of another kind is Forbidden.
     */
    Optional<Transcript> transcriptOf(Caller caller, UserId owner, ThreadPath path, PageRequest page);
}
