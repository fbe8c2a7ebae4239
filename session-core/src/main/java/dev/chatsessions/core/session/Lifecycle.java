package dev.chatsessions.core.session;

import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Commands;
import dev.chatsessions.core.work.OpenReplies;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.SessionAccess;
import java.time.Duration;

/** Changes sessions under their locks, and tells who follows them. Thread-safe. */
final class Lifecycle {

    private final OpenReplies openReplies;

    private final Commands commands;

    private final Duration sharedExpiry;

    Lifecycle(OpenReplies openReplies, Commands commands, Duration sharedExpiry) {
        this.openReplies = openReplies;
        this.commands = commands;
        this.sharedExpiry = sharedExpiry;
    }

    /** Locks the session and gives it as it is by now. */
    Session locked(Writing writing, SessionAccess access, SessionId session) {
        var locked = writing.stores()
                .sessions()
                .lock(access, session)
                .orElseThrow(() -> Access.missing(writing.stores(), access, session));
        return SessionRules.asOf(locked.session(), writing.now(), sharedExpiry);
    }

    /** The session in another status, not yet kept; its open replies stop where it is over. */
    Session moved(Writing writing, Session now, SessionStatus next) {
        if (now.status() == next) {
            return now;
        }
        SessionRules.requireLegal(now, next);
        if (!next.isLive()) {
            openReplies.stopIn(writing, now.id());
        }
        return now.movedTo(next, writing.now());
    }

    /** Keeps and publishes it, if it is another one. */
    Session changed(Writing writing, Session now, Session next) {
        if (next.equals(now)) {
            return now;
        }
        if (!writing.stores().sessions().change(next, now.version())) {
            throw new Stale("session " + now.id() + " changed meanwhile; read it again");
        }
        writing.publish(new LogScope.OfSession(now.id()), SessionEvents.changed(next));
        if (next.status() != now.status()) {
            commands.moved(writing, next);
        }
        return next;
    }

    void stopReplies(Writing writing, SessionId session) {
        openReplies.stopIn(writing, session);
    }

    static void requireVersion(Session session, ExpectedVersion expected) {
        if (!expected.matches(session.version())) {
            throw new Stale("session " + session.id() + " is at version " + session.version() + "; read it again");
        }
    }
}
