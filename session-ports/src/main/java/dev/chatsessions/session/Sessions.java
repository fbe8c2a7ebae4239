package dev.chatsessions.session;

import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts sessions and moves them through their lifecycle.
 *
 * <p>A session that is not the caller's is NotFound; one that the caller deleted is Gone. A move to the status a session
 * already has changes nothing and publishes nothing; a move that the lifecycle does not allow is Conflict
 * {@code illegal-transition}. Every change is one event in the session's log.
 */
public interface Sessions {

    /**
     * Starts a session of the caller's own. Where the caller's session of that kind and key still holds it, Conflict
     * {@code key-taken}. Titles and keys are 1 to 200 characters, else Invalid.
     */
    Session start(Caller caller, SessionStart start, RequestKey requestKey);

    /**
     * The caller's session of this kind and key, started if there is none that holds the key. Repeating it, also at the
     * same moment, gives the same session.
     */
    Session open(Caller caller, SessionStart start);

    /**
     * {@link #open}, with the changes made to it, in one step: of callers who do this at the same moment one starts the
     * session and each changes it. Changes and repeating it as in {@link #change}.
     */
    DetailedSession openWith(Caller caller, SessionStart start, List<SessionChange> changes, RequestKey requestKey);

    /** The session. */
    Session find(Caller caller, SessionId session);

    /** The caller's session that holds this key; empty when there is none. Creates nothing. */
    Optional<Session> findByKey(Caller caller, SessionKind kind, String key);

    /** The caller's own sessions, latest activity first. */
    Page<Session> list(Caller caller, SessionFilter filter, PageRequest page);

    /** The sessions of {@code owner}, latest activity first; for admins, and for the owner. */
    Page<Session> listOf(Caller caller, UserId owner, SessionFilter filter, PageRequest page);

    /** All sessions there are, or those of a kind, latest started first; for admins only. */
    Page<SessionOverview> listAll(Caller caller, Optional<SessionKind> kind, PageRequest page);

    /** Gives it another title, or none. Repeating it changes nothing. */
    Session rename(Caller caller, SessionId session, Optional<String> title, ExpectedVersion expected);

    /**
     * Labels, counters and attributes of each of these sessions, at most 1,000; those that are not the caller's, and those
     * of which nothing is kept, are left out.
     */
    Map<SessionId, SessionDetails> details(Caller caller, Collection<SessionId> sessions);

    /**
     * Makes all of these changes, at most 100, in their order, or none; tells how it stands afterwards. Whatever changes
     * nothing publishes nothing. Counters do not move the session's version. With a request key, repeating it counts
     * nothing again and tells how it stands now. A text, a name or a number that may not be kept is Invalid and named
     * {@code labels.…}, {@code counters.…} or {@code attributes}; one label or counter more than there may be is Conflict
     * {@code details-full}.
     */
    DetailedSession change(
            Caller caller,
            SessionId session,
            List<SessionChange> changes,
            ExpectedVersion expected,
            RequestKey requestKey);

    /** Puts it aside: from ACTIVE or IDLE. Until it is resumed, asking in it is Conflict {@code session-paused}. */
    Session pause(Caller caller, SessionId session, ExpectedVersion expected);

    /** Takes it up again: from PAUSED, IDLE or COMPLETED. */
    Session resume(Caller caller, SessionId session, ExpectedVersion expected);

    /**
     * Counts as use, and so begins the time anew after which an unused one expires or becomes idle. In one that is over
     * Conflict {@code session-ended}.
     */
    Session extend(Caller caller, SessionId session);

    /** Finishes it: from ACTIVE, IDLE or PAUSED. Stops its open replies. */
    Session complete(Caller caller, SessionId session, ExpectedVersion expected);

    /** Ends it for good: from ACTIVE, IDLE or PAUSED. Stops its open replies and frees its key. */
    Session end(Caller caller, SessionId session, ExpectedVersion expected);

    /** Puts it away: from every other status. Stops its open replies and frees its key. */
    Session archive(Caller caller, SessionId session, ExpectedVersion expected);

    /**
     * Deletes it with everything in it, at once for every reader. To its owner it is Gone from then on. Repeating it is
     * Gone too.
     */
    void delete(Caller caller, SessionId session);

    /** The whole shared state, bounded. */
    SessionState state(Caller caller, SessionId session);

    /**
     * Changes one key of the state, and tells what is there afterwards; empty when the key is gone. A value is at most 16
     * KiB and 8 levels deep, else Invalid; with more than 256 keys, or 256 KiB of values, Conflict {@code state-full}. A key
     * whose time ran out is not there for anybody, and gone for all by one event within moments.
     *
     * @param expected the version of the entry the client saw, 0 for none; another one there is Stale
     */
    Optional<StateEntry> changeState(
            Caller caller, SessionId session, StateChange change, ExpectedVersion expected, RequestKey requestKey);

    /**
     * Tells everybody in the session something: one durable event, delivered to every subscriber. With a request key,
     * repeating it tells nothing again.
     *
     * @param type the sender's word for it, 1 to 64 characters
     * @param body at most 16 KiB and 8 levels deep
     */
    void announce(Caller caller, SessionId session, String type, JsonValue body, RequestKey requestKey);

    /**
     * Refuses what {@link #announce} would refuse, and tells nobody: for who tells those that are connected by his own
     * means what need not be kept.
     */
    void requireAnnounceable(Caller caller, SessionId session, String type, JsonValue body);
}
