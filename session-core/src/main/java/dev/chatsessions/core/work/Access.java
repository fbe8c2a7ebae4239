package dev.chatsessions.core.work;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.util.Locale;

/** The one place that decides which callers may do which kind of thing, and to whose sessions. Pure. */
public final class Access {

    private Access() {}

    /** For looking at a session's outside: its status, title and totals. */
    public static SessionAccess toSee(Caller caller) {
        require(caller, Permission.READ);
        return of(caller);
    }

    /** For reading what was said or stored in a session. */
    public static SessionAccess toRead(Caller caller) {
        require(caller, Permission.READ);
        refuseAdmin(caller, "read messages, state or logs");
        return of(caller);
    }

    /** For saying or storing something in a session. */
    public static SessionAccess toWrite(Caller caller) {
        require(caller, Permission.WRITE);
        refuseAdmin(caller, "write into sessions");
        refuseWorker(caller, "write other than through its replies");
        return of(caller);
    }

    /** For putting a session aside, taking it up, or changing what people call it: its owner's alone. */
    public static SessionAccess toManage(Caller caller) {
        refuseAdmin(caller, "manage other people's sessions other than by ending them");
        return toEnd(caller);
    }

    /** For ending, archiving or deleting a session or what is in it. */
    public static SessionAccess toEnd(Caller caller) {
        require(caller, Permission.WRITE);
        refuseWorker(caller, "manage sessions");
        if (caller instanceof Caller.SessionGuest) {
            throw new Forbidden("a guest may not manage the session");
        }
        return of(caller);
    }

    /** For stopping replies. */
    public static SessionAccess toStop(Caller caller) {
        require(caller, Permission.WRITE);
        return of(caller);
    }

    /** For claiming and writing replies. */
    public static SessionAccess toAnswer(Caller caller) {
        if (caller instanceof Caller.Worker || caller instanceof Caller.System) {
            return of(caller);
        }
        throw new Forbidden("only an answerer may claim or write replies");
    }

    /** The user who owns what this caller starts. */
    public static UserId ownerOf(Caller caller, Permission permission) {
        require(caller, permission);
        if (caller instanceof Caller.User user) {
            return user.id();
        }
        throw new Forbidden("only a user has sessions and devices of his own");
    }

    /** Refuses whoever is neither {@code user} nor an admin: NotFound, as if there were no such user. */
    public static void requireSelfOrAdmin(Caller caller, UserId user) {
        requireSelfOrAdmin(caller, user, Permission.READ);
    }

    /** The same for who is to be allowed more than to read. */
    public static void requireSelfOrAdmin(Caller caller, UserId user, Permission permission) {
        require(caller, permission);
        if (caller instanceof Caller.Admin || caller instanceof Caller.System) {
            return;
        }
        if (!(caller instanceof Caller.User self) || !self.id().equals(user)) {
            throw new NotFound("there is no user " + user);
        }
    }

    /** Refuses whoever is not an admin. */
    public static void requireAdmin(Caller caller) {
        if (!(caller instanceof Caller.Admin || caller instanceof Caller.System)) {
            throw new Forbidden("this is for admins");
        }
    }

    /** What to answer when a session was not found: Gone to who could see it before it was deleted, else NotFound. */
    public static RuntimeException missing(Stores stores, SessionAccess access, SessionId session) {
        return stores.sessions().isDeleted(access, session)
                ? new Gone("gone", "session " + session + " was deleted")
                : new NotFound("there is no session " + session);
    }

    /** The same for a thread. */
    public static RuntimeException missing(Stores stores, SessionAccess access, ThreadId thread) {
        return stores.threads().isDeleted(access, thread)
                ? new Gone("gone", "thread " + thread + " was deleted")
                : new NotFound("there is no thread " + thread);
    }

    /** The same for a reply, which leaves no trace of its own. */
    public static RuntimeException missing(ReplyId reply) {
        return new NotFound("there is no reply " + reply);
    }

    private static SessionAccess of(Caller caller) {
        if (caller instanceof Caller.User user) {
            return new SessionAccess.Owner(user.id());
        }
        if (caller instanceof Caller.SessionGuest guest) {
            return new SessionAccess.Guest(guest.session());
        }
        if (caller instanceof Caller.Worker worker) {
            return new SessionAccess.Answering(worker.id());
        }
        if (caller instanceof Caller.Admin || caller instanceof Caller.System) {
            return new SessionAccess.Any();
        }
        throw new Forbidden("a device may only deliver transcripts");
    }

    private static void require(Caller caller, Permission permission) {
        if (!caller.may(permission)) {
            throw new Forbidden(
                    "this credential does not allow to " + permission.name().toLowerCase(Locale.ROOT));
        }
    }

    private static void refuseAdmin(Caller caller, String what) {
        if (caller instanceof Caller.Admin) {
            throw new Forbidden("an admin may not " + what);
        }
    }

    private static void refuseWorker(Caller caller, String what) {
        if (caller instanceof Caller.Worker) {
            throw new Forbidden("a worker may not " + what);
        }
    }
}
