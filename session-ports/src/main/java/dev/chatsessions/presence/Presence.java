package dev.chatsessions.presence;

import dev.chatsessions.Caller;
import dev.chatsessions.ClientId;
import dev.chatsessions.SessionId;
import java.util.List;
import java.util.Map;

/**
 * Who is in a session. Entering and leaving are events in its log, one each, whatever node a client is connected to; a
 * client that is back within the grace period has not left. Whoever was connected to a node that died has left when the
 * node's lease ran out. A session that the caller may not read is NotFound; one that the caller deleted is Gone.
 */
public interface Presence {

    /**
     * A client of the caller's enters by one more connection; the session counts as used. Conflict {@code session-ended} in
     * a session that is over, {@code too-many-connections} where as many are open as may be. Not within a host's transaction.
     */
    Attendance enter(Caller caller, SessionId session, ClientId client);

    /** Who is there, longest first; bounded. */
    List<Participant> list(Caller caller, SessionId session);

    /**
     * Who is in each of these sessions, of which there are at most as many as a page may have. One where nobody is, or
     * that the caller may not read, is left out.
     */
    Map<SessionId, List<Participant>> list(Caller caller, List<SessionId> sessions);
}
