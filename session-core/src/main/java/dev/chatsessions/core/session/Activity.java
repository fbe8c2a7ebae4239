package dev.chatsessions.core.session;

import dev.chatsessions.LogScope;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionStatus;
import java.time.Instant;

/** What any activity does to a session: it counts as used now, and wakes if it was idle. The session is locked. */
public final class Activity {

    private Activity() {}

    /** Gives the session as it is from now on. */
    public static Session in(Writing writing, Session session) {
        return in(writing, session, writing.now());
    }

    /** The same of activity a moment ago. */
    public static Session in(Writing writing, Session session, Instant at) {
        var sessions = writing.stores().sessions();
        if (session.status() != SessionStatus.IDLE) {
            sessions.touch(session.id(), at);
            return session.touchedAt(at);
        }
        var awake = session.movedTo(SessionStatus.ACTIVE, writing.now());
        if (!sessions.change(awake, session.version())) {
            return session;
        }
        writing.publish(new LogScope.OfSession(session.id()), SessionEvents.changed(awake));
        return awake;
    }
}
