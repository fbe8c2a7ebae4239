package dev.chatsessions.core.session;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Commands;
import dev.chatsessions.core.work.OpenReplies;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Moves sessions that nobody uses: WORKER ones to IDLE, SHARED ones to EXPIRED. Thread-safe; any node may run it. */
public final class SessionAging {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Transactions.Bound transactions;

    private final OpenReplies openReplies;

    private final Commands commands;

    private final Duration idleAfter;

    private final Duration sharedExpiry;

    private final Observer observer;

    public SessionAging(
            Transactions transactions,
            OpenReplies openReplies,
            Commands commands,
            Duration idleAfter,
            Duration sharedExpiry,
            Observer observer) {
        this.transactions = transactions.own();
        this.openReplies = openReplies;
        this.commands = commands;
        this.idleAfter = idleAfter;
        this.sharedExpiry = sharedExpiry;
        this.observer = observer;
    }

    /** Moves up to {@code limit} of each kind, and says how many were looked at. */
    public int sweep(int limit) {
        var now = transactions.glance(Stores::now);
        var looked = move(SessionKind.WORKER, SessionStatus.ACTIVE, SessionStatus.IDLE, now, idleAfter, limit);
        for (var live : List.of(SessionStatus.ACTIVE, SessionStatus.PAUSED)) {
            looked += move(SessionKind.SHARED, live, SessionStatus.EXPIRED, now, sharedExpiry, limit);
        }
        return looked;
    }

    private int move(SessionKind kind, SessionStatus from, SessionStatus to, Instant now, Duration unused, int limit) {
        var candidates =
                transactions.glance(stores -> stores.sessions().inactive(kind, from, now.minus(unused), limit));
        if (!candidates.isEmpty()) {
            for (var candidate : movedTogether(candidates, from, to, unused)) {
                Quietly.runEach(observer, "sessions", () -> moveOne(candidate, from, to, unused));
            }
        }
        return candidates.size();
    }

    /** Gives those that are left; all of them when one of them cannot be moved. */
    private List<SessionId> movedTogether(
            List<SessionId> candidates, SessionStatus from, SessionStatus to, Duration unused) {
        try {
            return transactions.write(writing -> moveAll(writing, candidates, from, to, unused));
        } catch (Unavailable away) {
            throw away;
        } catch (RuntimeException one) {
            return candidates;
        }
    }

    /** Those in which nobody answers: no reply is open there, and no worker is to be told. Gives the others. */
    private static List<SessionId> moveAll(
            Writing writing, List<SessionId> candidates, SessionStatus from, SessionStatus to, Duration unused) {
        var left = new ArrayList<SessionId>();
        for (var locked : writing.stores().sessions().tryLockAll(ANY, candidates)) {
            var session = locked.session();
            if (!(session.answerer() instanceof Answerer.None)) {
                left.add(session.id());
            } else if (isDue(writing, session, from, unused)) {
                var next = session.agedTo(to, writing.now());
                writing.stores().sessions().replace(next);
                writing.publish(new LogScope.OfSession(session.id()), SessionEvents.changed(next));
            }
        }
        return left;
    }

    private void moveOne(SessionId id, SessionStatus from, SessionStatus to, Duration unused) {
        transactions.run(writing -> {
            writing.stores()
                    .sessions()
                    .tryLock(ANY, id)
                    .map(LockedSession::session)
                    .filter(session -> isDue(writing, session, from, unused))
                    .ifPresent(session -> moved(writing, session, to));
        });
    }

    private static boolean isDue(Writing writing, Session session, SessionStatus from, Duration unused) {
        return session.status() == from && session.idleFor(writing.now()).compareTo(unused) >= 0;
    }

    /** Moves a session that is locked. */
    public void moved(Writing writing, Session session, SessionStatus to) {
        var next = session.agedTo(to, writing.now());
        if (writing.stores().sessions().change(next, session.version())) {
            if (!to.isLive()) {
                openReplies.stopIn(writing, session.id());
            }
            writing.publish(new LogScope.OfSession(session.id()), SessionEvents.changed(next));
            commands.moved(writing, next);
        }
    }
}
