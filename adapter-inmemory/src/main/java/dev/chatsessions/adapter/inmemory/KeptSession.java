package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.SessionAccess;
import java.util.Optional;

/** The place of a session: how it stands, and its log, so that who found the one has found the other. */
final class KeptSession {

    private final SessionId id;

    private final Log log;

    private Optional<Session> session = Optional.empty();

    /** How it stood when it was last put into its orders. */
    private Optional<Session> ordered = Optional.empty();

    private boolean lagging;

    KeptSession(SessionId id, Log log) {
        this.id = id;
        this.log = log;
    }

    SessionId id() {
        return id;
    }

    Log log() {
        return log;
    }

    /** As it stands; empty once it is deleted. */
    Optional<Session> session() {
        return session;
    }

    boolean isSeenBy(SessionAccess access) {
        if (session.isEmpty()) {
            return false;
        }
        var seen = session.get();
        return SessionRows.covers(access, seen.id(), seen.owner(), seen.answerer());
    }

    void become(Optional<Session> next) {
        session = next;
    }

    /** Notes that its orders do not follow it any more; false if they did not before. */
    boolean lag() {
        var follows = !lagging;
        lagging = true;
        return follows;
    }

    /** Notes that its orders follow it, and says how it stood when they last did. */
    Optional<Session> catchUp() {
        var before = ordered;
        ordered = session;
        lagging = false;
        return before;
    }
}
