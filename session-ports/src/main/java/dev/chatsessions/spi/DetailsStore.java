package dev.chatsessions.spi;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.SessionDetails;
import java.util.Collection;
import java.util.Map;

/** Keeps labels, counters and attributes of sessions. */
public interface DetailsStore {

    /** Those of each of the sessions that has any and may be accessed. */
    Map<SessionId, SessionDetails> find(SessionAccess access, Collection<SessionId> sessions);

    /** Keeps {@code next} in place of {@code before}, which is what was found. The session's lock is held. */
    void change(SessionId session, SessionDetails before, SessionDetails next);
}
