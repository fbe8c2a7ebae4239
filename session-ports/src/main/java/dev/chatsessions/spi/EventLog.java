package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.TextOffset;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the logs: per scope one sequence without holes as it is appended to, whose order is the order of commits because
 * its head is locked from the first append to the commit.
 */
public interface EventLog {

    /**
     * Waits for the head of a user's or worker's log, locks it to the end of the transaction, and makes it first, with
     * {@code newEpoch}, when there is none. A session's head is locked through the session.
     */
    LogHead lock(LogScope scope, long newEpoch);

    /**
     * Appends at the next sequence, dated {@link Stores#now()}, and returns the sequence. The head is locked by this
     * transaction, else {@link IllegalStateException}.
     */
    long append(LogScope scope, EventBody body);

    /** Where the log ends; empty when there is none. A user's log is its owner's only. */
    Optional<LogHead> head(SessionAccess access, LogScope scope);

    /**
     * The events after {@code after}, in ascending sequence, each with its message as it is now; those without access are
     * not there.
     */
    List<LoggedEvent> read(SessionAccess access, LogScope scope, long after, int limit);

    /** The text of a reply as it was written, in order; from events after {@code afterSequence}. */
    List<Delta> deltas(SessionAccess access, SessionId session, ReplyId reply, long afterSequence);

    /**
     * Removes up to {@code limit} deltas of a reply from its session's log, the last ones first, so that what is left still
     * tells the reply from its beginning; later sequences stay. Returns how many; fewer than the limit when none is left.
     */
    int trim(SessionId session, ReplyId reply, long afterSequence, int limit);

    /** Removes from the session's log what tells of messages and replies of the thread. */
    void clear(SessionId session, ThreadId thread);

    /** Where a log ends. */
    record LogHead(LogScope scope, long epoch, long sequence) {
        public LogHead {
            requireNonNull(scope, "scope");
        }
    }

    /** A piece of a reply's text. */
    record Delta(TextOffset offset, String text) {
        public Delta {
            requireNonNull(offset, "offset");
            requireNonNull(text, "text");
        }
    }
}
