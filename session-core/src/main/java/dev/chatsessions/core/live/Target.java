package dev.chatsessions.core.live;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.worker.WorkerRules;
import dev.chatsessions.live.Feed;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.ThreadEvent;
import java.util.Optional;

/**
 * A feed that the caller may read, and the log behind it.
 *
 * @param thread the only thread of interest; empty for all
 */
record Target(LogScope scope, Optional<ThreadId> thread, SessionAccess access) {

    /** Finds what the feed names, with the caller's own rights. */
    static Target of(Stores stores, Caller caller, Feed feed) {
        var access = Access.toRead(caller);
        if (feed instanceof Feed.OfSession of) {
            if (stores.sessions().find(access, of.session()).isEmpty()) {
                throw Access.missing(stores, access, of.session());
            }
            return new Target(new LogScope.OfSession(of.session()), Optional.empty(), access);
        }
        if (feed instanceof Feed.OfThread of) {
            var thread = stores.threads()
                    .find(access, of.thread())
                    .orElseThrow(() -> Access.missing(stores, access, of.thread()));
            return new Target(new LogScope.OfSession(thread.session()), Optional.of(of.thread()), access);
        }
        if (feed instanceof Feed.OfWorker of) {
            return new Target(new LogScope.OfWorker(of.worker()), Optional.empty(), ofSelf(stores, caller, of));
        }
        var user = ((Feed.OfUser) feed).user();
        if (!(access instanceof SessionAccess.Any) && !access.equals(new SessionAccess.Owner(user))) {
            throw new NotFound("there is no user " + user);
        }
        return new Target(new LogScope.OfUser(user), Optional.empty(), access);
    }

    private static SessionAccess ofSelf(Stores stores, Caller caller, Feed.OfWorker feed) {
        if (!WorkerRules.self(stores, caller).id().equals(feed.worker())) {
            throw new NotFound("there is no worker " + feed.worker());
        }
        return new SessionAccess.Answering(feed.worker());
    }

    /** The same with the log named by {@code same}, its equal; thousands who follow one log share its name. */
    Target sharing(LogScope same) {
        return new Target(same, thread, access);
    }

    /** Where the log ends; a user's or worker's may not have begun. */
    LogHead head(Stores stores) {
        return stores.events().head(access, scope).orElseGet(() -> new LogHead(scope, 0, 0));
    }

    /** Up to where what this feed covers was cleared. */
    long clearedThrough(Stores stores) {
        if (thread.isPresent()) {
            return stores.threads()
                    .find(access, thread.get())
                    .map(found -> found.clearedThrough())
                    .orElse(0L);
        }
        return scope instanceof LogScope.OfSession of ? stores.threads().clearedThrough(access, of.session()) : 0;
    }

    boolean covers(LiveEvent event) {
        if (thread.isEmpty()) {
            return true;
        }
        if (event instanceof ThreadEvent of) {
            return of.thread().equals(thread.get());
        }
        return !(event instanceof ReplyEvent of) || of.thread().equals(thread.get());
    }
}
