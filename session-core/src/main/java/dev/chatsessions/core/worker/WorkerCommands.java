package dev.chatsessions.core.worker;

import dev.chatsessions.LogScope;
import dev.chatsessions.PermissionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.work.Commands;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.WorkerSession;
import dev.chatsessions.worker.WorkerStatus;
import java.util.Optional;

/** Writes to the logs of workers what they are to do. Thread-safe. */
public final class WorkerCommands implements Commands {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final IdSource ids;

    public WorkerCommands(IdSource ids) {
        this.ids = ids;
    }

    @Override
    public void began(Writing writing, Session session) {
        WorkerRules.workerOf(session)
                .map(worker -> new Assignment(
                        session.id(),
                        worker,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .ifPresent(assignment -> assign(writing, session, assignment));
    }

    /** Gives a session that begins to its worker, which is its owner's. */
    void assign(Writing writing, Session session, Assignment assignment) {
        var worker = writing.stores()
                .workers()
                .find(assignment.worker())
                .filter(found -> session.owner().filter(found.owner()::equals).isPresent())
                .orElseThrow(() -> WorkerRules.missing(assignment.worker()));
        if (worker.status() == WorkerStatus.REVOKED) {
            throw WorkerRules.revoked(worker.id());
        }
        var lookAt = assignment.endsAfter().map(session.lastActivityAt()::plus);
        writing.stores().assignments().insert(assignment, lookAt);
        tell(writing, worker.id(), WorkerEvents.startSession(assignment));
    }

    /**
     * Gives a session that was taken in from elsewhere, and in which nobody answers, to its worker. False where that is not
     * its owner's: whoever else calls himself so shall not see it, nor be told what to do.
     */
    public boolean takeUp(Writing writing, SessionAccess owners, Assignment assignment) {
        WorkerRules.requireFit(assignment);
        var stores = writing.stores();
        var session = stores.sessions()
                .lock(owners, assignment.session())
                .map(LockedSession::session)
                .filter(found -> found.kind() == SessionKind.WORKER && found.answerer() instanceof Answerer.None);
        var worker = stores.workers()
                .find(assignment.worker())
                .filter(found -> session.flatMap(Session::owner)
                        .filter(found.owner()::equals)
                        .isPresent())
                .filter(found -> found.status() != WorkerStatus.REVOKED);
        if (worker.isEmpty()) {
            return false;
        }
        var given = session.orElseThrow().answeredBy(new Answerer.Worker(assignment.worker()));
        stores.sessions().change(given, given.version());
        stores.assignments().insert(assignment, NextLook.at(writing, given, assignment));
        if (given.status() == SessionStatus.ACTIVE) {
            tell(writing, assignment.worker(), WorkerEvents.startSession(assignment));
        }
        return true;
    }

    @Override
    public void moved(Writing writing, Session session) {
        WorkerRules.workerOf(session).ifPresent(worker -> moved(writing, session, worker));
    }

    private void moved(Writing writing, Session session, WorkerId worker) {
        if (session.status() == SessionStatus.ACTIVE) {
            var assignments = writing.stores().assignments();
            assignments.find(ANY, session.id()).ifPresent(found -> {
                var assignment = found.assignment();
                assignments.lookAgain(session.id(), NextLook.at(writing, session, assignment));
                tell(writing, worker, WorkerEvents.startSession(assignment));
            });
        } else if (session.status().isLive()) {
            tell(writing, worker, WorkerEvents.restSession(session.id()));
        } else {
            tell(writing, worker, WorkerEvents.endSession(session.id()));
        }
    }

    @Override
    public void deleted(Writing writing, Session session) {
        WorkerRules.workerOf(session).ifPresent(worker -> tell(writing, worker, WorkerEvents.endSession(session.id())));
    }

    @Override
    public void asked(Writing writing, Session session, Reply reply) {
        WorkerRules.workerOf(session).ifPresent(worker -> {
            if (isRevoked(writing, worker)) {
                throw WorkerRules.revoked(worker);
            }
            lookInTime(writing, session);
            tell(writing, worker, WorkerEvents.answerMessage(reply));
        });
    }

    /** Where questions wait for so long only, somebody looks when this one has. */
    private static void lookInTime(Writing writing, Session session) {
        var assignments = writing.stores().assignments();
        assignments
                .find(ANY, session.id())
                .map(WorkerSession::assignment)
                .filter(assignment -> assignment.failsAfter().isPresent())
                .ifPresent(
                        assignment -> assignments.lookAgain(session.id(), NextLook.at(writing, session, assignment)));
    }

    private static boolean isRevoked(Writing writing, WorkerId worker) {
        return writing.stores()
                .workers()
                .find(worker)
                .filter(found -> found.status() == WorkerStatus.REVOKED)
                .isPresent();
    }

    @Override
    public void isNext(Writing writing, Session session, ThreadId thread) {
        WorkerRules.workerOf(session)
                .ifPresent(worker -> writing.stores().replies().open(ANY, thread).stream()
                        .findFirst()
                        .filter(next -> next.reply().status() == ReplyStatus.QUEUED)
                        .ifPresent(next -> tell(writing, worker, WorkerEvents.answerMessage(next.reply()))));
    }

    @Override
    public void stopping(Writing writing, Session session, Reply reply) {
        WorkerRules.workerOf(session).ifPresent(worker -> tell(writing, worker, WorkerEvents.stopReply(reply)));
    }

    @Override
    public void permitted(Writing writing, Session session, Reply reply, PermissionId request, String option) {
        WorkerRules.workerOf(session)
                .ifPresent(worker -> tell(writing, worker, WorkerEvents.answerPermission(reply, request, option)));
    }

    private void tell(Writing writing, WorkerId worker, EventBody command) {
        var log = new LogScope.OfWorker(worker);
        writing.stores().events().lock(log, ids.epoch());
        writing.publish(log, command);
    }
}
