package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps replies. At most one of a thread is RUNNING: a constraint holds it, whatever the caller believes. */
public interface ReplyStore {

    /** Keeps a new reply. One whose id is there already changes nothing. The session's lock is held. */
    void insert(StoredReply reply);

    /** The reply as it stands, without a lock; empty when there is none, or without access. */
    Optional<StoredReply> find(SessionAccess access, ReplyId reply);

    /** Locks the reply's session as {@link SessionStore#lock} does, and then reads all three. */
    Optional<LockedReply> lock(SessionAccess access, ReplyId reply);

    /** As {@link #lock}, but empty, without waiting, when another transaction holds the lock. */
    Optional<LockedReply> tryLock(SessionAccess access, ReplyId reply);

    /** As {@link #tryLock}, of many at once: those that were locked, in any order. */
    List<LockedReply> tryLockAll(SessionAccess access, List<ReplyId> replies);

    /**
     * Locks the thread's session as {@link SessionStore#lock} does, and then reads all three, the thread's newest
     * messages, up to {@code messages} of them, and the budgets of whose session it is.
     */
    Optional<LockedTurn> lockTurn(SessionAccess access, ThreadId thread, int messages);

    /** The open replies of a thread: the running one first, then as they were asked: by asked sequence, then by id. */
    List<StoredReply> open(SessionAccess access, ThreadId thread);

    /** The open replies of all threads of a session, by id, lowest first, up to {@code limit}. */
    List<StoredReply> openIn(SessionId session, int limit);

    /** The replies of all threads of a session, ended or not, by id, lowest first; those after {@code after}. */
    List<StoredReply> list(SessionAccess access, SessionId session, Optional<ReplyId> after, int limit);

    /**
     * Replaces the reply. The session's lock is held. If the stored revision is not the one before {@code next}'s, the
     * whole transaction fails and is run again.
     */
    void change(StoredReply next);

    /** How many replies this caller, named by his key, holds. Without a lock. */
    int heldBy(String caller);

    /**
     * Moves the end of the text and of the lease, one revision on, as {@link #change} does; nothing else of the reply
     * differs in {@code next}. Made for many in one transaction.
     */
    void renew(StoredReply next);

    /**
     * Replies that wait for this answerer and are next in a thread in which none is running, each thread's in the order of
     * {@link #open}, oldest first. In sessions that are live. Without a lock: look again under it.
     */
    List<Candidate> claimable(Answerer answerer, int limit);

    /** Running replies whose lease ended before {@code now}, longest first. Without a lock: look again under it. */
    List<Candidate> leaseEnded(Instant now, int limit);

    /** Replies finished before {@code before} whose deltas are still in the log. Without a lock. */
    List<Candidate> untrimmed(Instant before, int limit);

    /** A reply that seemed to be of interest. */
    record Candidate(SessionId session, ReplyId reply) {
        public Candidate {
            requireNonNull(session, "session");
            requireNonNull(reply, "reply");
        }
    }

    /**
     * A reply whose session's log head this transaction holds.
     *
     * @param alone whether no other reply of its thread is open
     */
    record LockedReply(LockedSession locked, ChatThread thread, StoredReply stored, boolean alone) {}

    /**
     * A thread whose session's log head this transaction holds.
     *
     * @param open its open replies as {@link #open} tells them
     * @param newest its newest messages as {@link MessageStore#history} tells them, oldest first
     * @param budgets those of the session's owner and of everybody as {@link BudgetStore#of} tells them
     */
    record LockedTurn(
            LockedSession locked,
            ChatThread thread,
            List<StoredReply> open,
            List<Message> newest,
            List<StoredBudget> budgets) {
        public LockedTurn {
            open = List.copyOf(open);
            newest = List.copyOf(newest);
            budgets = List.copyOf(budgets);
        }
    }
}
