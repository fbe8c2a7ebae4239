package dev.chatsessions.core.session;

import dev.chatsessions.Caller;
import dev.chatsessions.LogScope;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.DetailedSession;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The labels, counters and attributes of sessions. Thread-safe. */
final class Detailing {

    private final Transactions transactions;

    private final Lifecycle lifecycle;

    Detailing(Transactions transactions, Lifecycle lifecycle) {
        this.transactions = transactions;
        this.lifecycle = lifecycle;
    }

    Map<SessionId, SessionDetails> find(Caller caller, Collection<SessionId> sessions) {
        var access = Access.toRead(caller);
        Limits.atOnce("sessions", sessions);
        return transactions.read(access, stores -> stores.details().find(access, sessions));
    }

    DetailedSession change(
            Caller caller,
            SessionId session,
            List<SessionChange> changes,
            ExpectedVersion expected,
            RequestKey requestKey) {
        var access = Access.toManage(caller);
        var wanted = DetailRules.checked(changes);
        return transactions.write(
                access,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "change-session " + session,
                        requestKey,
                        List.of(wanted, expected),
                        List.of(),
                        results -> replayed(writing.stores(), access, session),
                        () -> {
                            var now = lifecycle.locked(writing, access, session);
                            Lifecycle.requireVersion(now, expected);
                            return changed(writing, access, now, wanted);
                        }));
    }

    /** The session, which is locked, after the changes. */
    DetailedSession changed(Writing writing, SessionAccess access, Session session, List<SessionChange> changes) {
        var now = detailed(writing.stores(), access, session);
        var wanted = DetailRules.Wanted.as(now);
        for (var change : changes) {
            wanted = DetailRules.applied(wanted, change);
        }
        var next = lifecycle.changed(writing, session, next(writing, now, wanted));
        return new DetailedSession(kept(writing, next, now.details(), wanted.details()), wanted.details());
    }

    private Session next(Writing writing, DetailedSession now, DetailRules.Wanted wanted) {
        var moved = lifecycle.moved(writing, now.session(), wanted.status());
        var renamed = moved.title().equals(wanted.title()) ? moved : moved.renamedTo(wanted.title());
        return renamed.equals(now.session()) && DetailRules.isEdited(now.details(), wanted.details())
                ? renamed.revised()
                : renamed;
    }

    private static Session kept(Writing writing, Session session, SessionDetails before, SessionDetails next) {
        if (next.equals(before)) {
            return session;
        }
        writing.stores().details().change(session.id(), before, next);
        writing.publish(new LogScope.OfSession(session.id()), SessionEvents.detailsChanged(before, next));
        if (!session.status().isLive()) {
            return session;
        }
        Activity.in(writing, session);
        return session.touchedAt(writing.now());
    }

    DetailedSession replayed(Stores stores, SessionAccess access, SessionId session) {
        return stores.sessions()
                .find(access, session)
                .map(found -> detailed(stores, access, found))
                .orElseThrow(() -> RequestKeys.gone("change"));
    }

    private static DetailedSession detailed(Stores stores, SessionAccess access, Session session) {
        var details = stores.details().find(access, List.of(session.id()));
        return new DetailedSession(session, details.getOrDefault(session.id(), SessionDetails.NONE));
    }
}
