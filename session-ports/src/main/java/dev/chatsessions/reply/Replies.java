package dev.chatsessions.reply;

import dev.chatsessions.Caller;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import java.time.Duration;
import java.util.List;

/**
 * Questions and their answers.
 *
 * <p>Users and guests ask, stop, find and await; answerers claim and write. A reply in a session that is not the
 * caller's is NotFound. A reply goes on whether or not anybody listens. A write with an old fence, or to a reply that
 * somebody else ended, is Conflict {@code lease-lost} with {@code current_fence}; one to a reply that the caller ended
 * himself is Conflict {@code message-finalized}. Both change nothing.
 */
public interface Replies {

    /** How many replies may wait in one thread before {@link TurnPolicy#ENQUEUE} is refused too. */
    int MAX_QUEUED = 20;

    /**
     * Stores the question and a place for its answer, and queues the reply: all in one transaction. Conflict
     * {@code no-answerer}, {@code session-paused}, {@code session-ended} or {@code thread-busy}. With a request key,
     * repeating gives the same reply.
     */
    Reply ask(Caller caller, ThreadId thread, Question question, RequestKey requestKey);

    /**
     * Asks as {@link #ask} does, then waits for the answer as {@link #await} does and tells it: the least that a caller
     * needs who wants the answer and nothing before it. Not within a host's transaction.
     */
    Answer answer(Caller caller, ThreadId thread, Question question, RequestKey requestKey, Duration limit);

    /** The reply. */
    Reply find(Caller caller, ReplyId reply);

    /** The open replies of a thread in the order in which they will be answered, the running one first; at most 21. */
    List<Reply> open(Caller caller, ThreadId thread);

    /**
     * Waits until the reply is finished, {@code limit} has passed or this process leaves, and tells how it stands. Not
     * within a host's transaction.
     */
    Reply await(Caller caller, ReplyId reply, Duration limit);

    /**
     * Asks for a reply to be stopped. A queued one is finished at once; a running one when its producer next writes, or
     * when its lease runs out. Repeating it, or stopping a finished one, changes nothing.
     */
    Reply stop(Caller caller, ReplyId reply);

    /**
     * Hands over queued replies that this caller answers, oldest first, at most {@code limit} (1 to 100) and one per
     * thread; each with a new fence and a lease. Empty when there is nothing to do.
     */
    List<ReplyTicket> claim(Caller caller, int limit);

    /**
     * Appends text at {@code offset}. At the stored end it is stored; wholly within the text stored and equal to it, it
     * is acknowledged again; different is Conflict {@code chunk-conflict}; beyond the end is Conflict
     * {@code sequence-gap} with {@code expected_offset}. Text that is not well-formed, such as half a surrogate pair at
     * its edge, is Invalid.
     */
    Progress append(Caller caller, ReplyId reply, Fence fence, TextOffset offset, String text);

    /**
     * Appends several pieces, in this order, each as {@link #append(Caller, ReplyId, Fence, TextOffset, String)} does: all of
     * them, or none.
     *
     * @param chunks 1 to 100
     */
    Progress append(Caller caller, ReplyId reply, Fence fence, List<Chunk> chunks);

    /** Tells those who listen what the producer is doing, 1 to 500 characters. Repeating it tells it again. */
    Progress report(Caller caller, ReplyId reply, Fence fence, String status);

    /** Renews the lease and writes nothing. */
    Progress heartbeat(Caller caller, ReplyId reply, Fence fence);

    /**
     * Ends it: the text becomes the message, its tokens are counted, the next question of the thread can be claimed.
     * Repeating it with the same fence gives the same answer. Conflict {@code content-mismatch} with {@code expected_length}
     * when the completion says a content that is not the text.
     */
    Reply complete(Caller caller, ReplyId reply, Fence fence, Completion completion);

    /** Ends it as failed; the text so far is kept and its tokens are counted. Repeating gives the same answer. */
    Reply fail(Caller caller, ReplyId reply, Fence fence, Failure failure);
}
