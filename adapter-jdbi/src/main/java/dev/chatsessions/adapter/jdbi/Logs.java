package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.SessionAccess;
import java.util.List;
import java.util.Optional;

/** All logs: those of sessions in one pair of tables, those of users and workers in another. */
final class Logs implements EventLog {

    private final SessionEventsTable sessions;

    private final ScopeEventsTable scopes;

    Logs(SessionEventsTable sessions, ScopeEventsTable scopes) {
        this.sessions = sessions;
        this.scopes = scopes;
    }

    @Override
    public LogHead lock(LogScope scope, long newEpoch) {
        if (scope instanceof LogScope.OfSession) {
            throw new IllegalArgumentException("the log of a session is locked through the session");
        }
        return scopes.lock(scope, newEpoch);
    }

    @Override
    public long append(LogScope scope, EventBody body) {
        return scope instanceof LogScope.OfSession of
                ? sessions.append(of.session(), body)
                : scopes.append(scope, body);
    }

    @Override
    public Optional<LogHead> head(SessionAccess access, LogScope scope) {
        if (scope instanceof LogScope.OfSession of) {
            return sessions.head(access, of);
        }
        return Access.covers(access, scope) ? scopes.head(scope) : Optional.empty();
    }

    @Override
    public List<LoggedEvent> read(SessionAccess access, LogScope scope, long after, int limit) {
        if (scope instanceof LogScope.OfSession of) {
            return sessions.read(access, of, after, limit);
        }
        return Access.covers(access, scope) ? scopes.read(access, scope, after, limit) : List.of();
    }

    @Override
    public List<Delta> deltas(SessionAccess access, SessionId session, ReplyId reply, long afterSequence) {
        return sessions.deltas(access, session, reply, afterSequence);
    }

    @Override
    public int trim(SessionId session, ReplyId reply, long afterSequence, int limit) {
        return sessions.trim(session, reply, afterSequence, limit);
    }

    @Override
    public void clear(SessionId session, ThreadId thread) {
        sessions.clear(session, thread);
    }
}
