package dev.chatsessions.core.reply;

import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Role;
import java.util.List;
import java.util.Optional;

/** Makes room in a thread for one more reply, and gives it its place; the session is locked. Thread-safe. */
final class Queueing {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final ReplyEnding ending;

    private final int maxAttempts;

    Queueing(ReplyEnding ending, int maxAttempts) {
        this.ending = ending;
        this.maxAttempts = maxAttempts;
    }

    /**
     * A thread with room for one more question.
     *
     * @param isNext whether nothing is to be answered before it
     */
    record Room(ChatThread thread, boolean isNext) {}

    /** Makes room: settles lost producers, and stops the open replies if the policy says so. */
    Room makeRoom(Writing writing, Session session, ChatThread thread, List<StoredReply> open, TurnPolicy policy) {
        if (open.isEmpty()) {
            return new Room(thread, true);
        }
        var settled = ending.settle(writing, session, thread, open.get(0), maxAttempts);
        if (settled.isPresent()) {
            var left = writing.stores().replies().open(ANY, thread.id());
            return makeRoom(writing, session, settled.get(), left, policy);
        }
        ReplyRules.requireTurn(policy, open);
        if (policy != TurnPolicy.INTERRUPT) {
            return new Room(thread, false);
        }
        ending.stopIn(writing, thread.id());
        return new Room(writing.stores().threads().find(ANY, thread.id()).orElseThrow(), true);
    }

    /** The message that will hold the answer. */
    static Message openAnswer(Writing writing, ChatThread thread, Asking.NewIds ids, long position) {
        return new Message(
                ids.answer(),
                thread.session(),
                thread.id(),
                position,
                Role.ASSISTANT,
                List.of(),
                MessageSource.REPLY,
                Optional.empty(),
                MessageStatus.OPEN,
                Optional.of(ids.reply()),
                writing.now(),
                1);
    }

    /** Tells of a new reply, which is still to be kept. */
    static StoredReply queued(
            Writing writing, SessionId session, ThreadId thread, MessageId question, Asking.NewIds ids) {
        var reply = new Reply(
                ids.reply(),
                session,
                thread,
                question,
                ids.answer(),
                ReplyStatus.QUEUED,
                0,
                TextOffset.START,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                writing.now(),
                Optional.empty());
        var sequence = writing.publish(new LogScope.OfSession(session), ReplyEvents.queued(reply));
        writing.observe(observer -> observer.replyAsked(reply.id()));
        return new StoredReply(reply, Optional.empty(), Optional.empty(), Optional.empty(), sequence, false, 1);
    }
}
