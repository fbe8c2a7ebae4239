package dev.chatsessions.core.session;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Commands;
import dev.chatsessions.core.work.OpenReplies;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SessionAccess;
import java.time.Duration;
import java.util.List;

/** Moves sessions that nobody uses: WORKER ones to IDLE, SHARED ones to EXPIRED. Thread-safe; any node may run it. */
public final class SessionAging {

    private final Transactions transactions;

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
        this.transactions = transactions;
        this.openReplies = openReplies;
        this.commands = commands;
        this.idleAfter = idleAfter;
        this.sharedExpiry = sharedExpiry;
        this.observer = observer;
    }

    /** Moves up to {@code limit} of each kind, and says how many were looked at. */
    public int sweep(int limit) {
        var looked = move(SessionKind.WORKER, SessionStatus.ACTIVE, SessionStatus.IDLE, idleAfter, limit);
        for (var live : List.of(SessionStatus.ACTIVE, SessionStatus.PAUSED)) {
            looked += move(SessionKind.SHARED, live, SessionStatus.EXPIRED, sharedExpiry, limit);
        }
        return looked;
    }

    private int move(SessionKind kind, SessionStatus from, SessionStatus to, Duration unused, int limit) {
        var candidates = transactions.read(
                stores -> stores.sessions().inactive(kind, from, stores.now().minus(unused), limit));
        for (var candidate : candidates) {
            Quietly.runEach(observer, "sessions", () -> moveOne(candidate, from, to, unused));
        }
        return candidates.size();
    }

    private void moveOne(SessionId id, SessionStatus from, SessionStatus to, Duration unused) {
        transactions.run(writing -> {
            writing.stores()
                    .sessions()
                    .tryLock(new SessionAccess.Any(), id)
                    .map(locked -> locked.session())
                    .filter(session -> session.status() == from
                            && session.idleFor(writing.now()).compareTo(unused) >= 0)
                    .ifPresent(session -> moved(writing, session, to));
        });
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
