package dev.chatsessions.core.worker;

import dev.chatsessions.SessionId;
import dev.chatsessions.core.reply.ReplyEnding;
import dev.chatsessions.core.session.SessionAging;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.WorkerSession;
import java.time.Duration;
import java.util.Optional;

/**
 * What lasts for as long as it may in sessions on workers: those that nobody uses end, and questions for which no worker
 * comes fail. Thread-safe; any node may run it.
 */
public final class SessionLimits {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Transactions.Bound transactions;

    private final SessionAging aging;

    private final ReplyEnding ending;

    private final Observer observer;

    public SessionLimits(Transactions transactions, SessionAging aging, ReplyEnding ending, Observer observer) {
        this.transactions = transactions.own();
        this.aging = aging;
        this.ending = ending;
        this.observer = observer;
    }

    /** Looks at up to {@code limit} sessions in which something may have lasted too long, and says at how many. */
    public int sweep(int limit) {
        var due = transactions.read(stores -> stores.assignments().due(stores.now(), limit));
        for (var session : due) {
            Quietly.runEach(observer, "sessions", () -> look(session));
        }
        return due.size();
    }

    private void look(SessionId id) {
        transactions.run(writing -> writing.stores()
                .sessions()
                .tryLock(ANY, id)
                .map(LockedSession::session)
                .ifPresent(session -> writing.stores()
                        .assignments()
                        .find(ANY, id)
                        .map(WorkerSession::assignment)
                        .ifPresent(assignment -> look(writing, session, assignment))));
    }

    private void look(Writing writing, Session session, Assignment assignment) {
        assignment.failsAfter().ifPresent(limit -> failWaiting(writing, session, assignment, limit));
        var unused = assignment
                .endsAfter()
                .filter(limit -> session.idleFor(writing.now()).compareTo(limit) >= 0);
        var assignments = writing.stores().assignments();
        if (unused.isPresent() && WorkerRules.mayEnd(session.status())) {
            assignments.lookAgain(session.id(), Optional.empty());
            aging.moved(writing, session, SessionStatus.TERMINATED);
        } else {
            assignments.lookAgain(session.id(), NextLook.at(writing, session, assignment));
        }
    }

    private void failWaiting(Writing writing, Session session, Assignment assignment, Duration limit) {
        var worker = writing.stores().workers().find(assignment.worker());
        for (var stored : NextLook.queued(writing, session)) {
            if (!WorkerRules.failsAt(stored.reply(), worker, limit, writing.now())
                    .isAfter(writing.now())) {
                ending.fail(
                        writing, session, stored, "its worker was away for longer than " + limit.toSeconds() + " s");
            }
        }
    }
}
