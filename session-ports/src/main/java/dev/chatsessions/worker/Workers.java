package dev.chatsessions.worker;

import dev.chatsessions.Caller;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.reply.ReplyTicket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Worker programs and the sessions in which they answer.
 *
 * <p>A program registers, shows its user a code, and asks until the user has approved it. From then on it sees that user's
 * sessions on itself, and nothing else. Its commands are the log of {@link dev.chatsessions.live.Feed.OfWorker}; what it
 * answers, it claims here and writes with {@link dev.chatsessions.reply.Replies}.
 *
 * <p>A worker that is not the caller's is NotFound. To a worker that is not approved everything for workers is Forbidden
 * {@code worker-pending}, to one that was revoked Unauthenticated.
 */
public interface Workers {

    /** The key of the thread that {@link #start} opens. */
    String THREAD = "main";

    /**
     * Begins to make a program somebody's worker. Anybody may; RateLimited when that address does so too often. The same
     * program may do it again, also after it was approved: then it gets another token.
     */
    WorkerChallenge register(WorkerApplication application, Optional<ClientAddress> from);

    /**
     * Gives the program its token, once its user has approved it. Until then Forbidden {@code worker-pending}; Invalid
     * {@code slow-down} with {@code interval} when it asks sooner than that, which then is 5 seconds more than before;
     * Invalid {@code access-denied} when its user refused it, {@code expired-token} when the codes are too old, and
     * {@code invalid-grant} when there is no such code or its token was given. Where the program had tokens, they are
     * revoked.
     */
    IssuedToken redeem(String deviceCode);

    /**
     * Makes the program that shows this code the caller's worker; however it is typed, in small letters or without the
     * hyphen. Invalid {@code code-invalid} when the code is wrong, used up or too old; Conflict {@code worker-taken} when
     * the program is somebody else's worker, {@code too-many-workers} when the caller has as many as anybody may.
     * RateLimited when the caller or that address tries too often.
     */
    Worker approve(Caller caller, String userCode, Optional<ClientAddress> from);

    /** Refuses the program that shows this code; fails as {@link #approve} does. */
    void deny(Caller caller, String userCode, Optional<ClientAddress> from);

    /**
     * Gives the calling worker another token; its others stay good for a moment, in which it can take it up. Repeating it
     * with the same request key is Conflict {@code already-issued}.
     */
    IssuedToken rotate(Caller caller, RequestKey requestKey);

    /**
     * Makes the worker's tokens worthless, here at once and elsewhere within a second; its open streams end. Its sessions
     * stay, and asking in them is Conflict {@code worker-revoked}. Repeating it changes nothing.
     */
    void revoke(Caller caller, WorkerId worker);

    /** Gives it another name. Repeating it changes nothing. */
    Worker rename(Caller caller, WorkerId worker, String name);

    /** The worker; for its user, and for itself. */
    Worker find(Caller caller, WorkerId worker);

    /** The caller's workers, those that were revoked too, by id. */
    Page<Worker> list(Caller caller, PageRequest page);

    /** Starts a session of the caller's in which the caller's worker answers, with one thread of key {@link #THREAD}. */
    WorkerSession start(Caller caller, WorkerId worker, WorkerSessionStart start, RequestKey requestKey);

    /** A session on a worker; for its user, and for its worker. */
    WorkerSession session(Caller caller, SessionId session);

    /** The sessions on a worker, newest first; to its user all, to itself those that live. */
    Page<WorkerSession> sessions(Caller caller, WorkerId worker, PageRequest page);

    /**
     * Says how long a question in the session may wait while its worker is away, 1 second to 366 days, before it fails;
     * empty for ever. For its owner; counts for those that wait already.
     */
    WorkerSession limitWait(Caller caller, SessionId session, Optional<Duration> failsAfter);

    /** The calling worker is there. RateLimited when it says so more than once a second. */
    Worker heartbeat(Caller caller);

    /** The calling worker leaves for now. Repeating it changes nothing. */
    Worker leave(Caller caller);

    /**
     * Hands the calling worker questions in its sessions, as {@link dev.chatsessions.reply.Replies#claim} does, and no more
     * than it may hold at once; RateLimited when it holds as many. They are counted before: those who claim at the same
     * moment for one worker may together get more.
     */
    List<ReplyTicket> claim(Caller caller, int limit);

    /**
     * The calling worker is ready to answer in the session; Conflict {@code session-ended} in one that is over. Saying the same
     * again changes nothing.
     *
     * @param agentSession what it calls the session itself, 1 to 500 characters; empty for what it said before
     */
    WorkerSession ready(Caller caller, SessionId session, Optional<String> agentSession);
}
