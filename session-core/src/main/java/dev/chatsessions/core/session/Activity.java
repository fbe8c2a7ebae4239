package dev.chatsessions.core.session;

import dev.chatsessions.LogScope;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionStatus;
import java.time.Instant;

/** What any activity does to a session: it counts as used now, and wakes if it was idle. The session is locked. */
public final class Activity {

    private Activity() {}

    public static void in(Writing writing, Session session) {
        in(writing, session, writing.now());
    }

    /** The same of activity a moment ago. */
    public static void in(Writing writing, Session session, Instant at) {
        if (session.status() == SessionStatus.IDLE) {
            var awake = session.movedTo(SessionStatus.ACTIVE, writing.now());
            if (writing.stores().sessions().change(awake, session.version())) {
                writing.publish(new LogScope.OfSession(session.id()), SessionEvents.changed(awake));
            }
            return;
        }
        writing.stores().sessions().touch(session.id(), at);
    }
}
