package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.adapter.inmemory.AssignmentRows.Kept;
import dev.chatsessions.spi.AssignmentStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.WorkerSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryAssignments implements AssignmentStore {

    private final Transaction transaction;

    InMemoryAssignments(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(Assignment assignment, Optional<Instant> lookAt) {
        requireStorable(assignment);
        var assignments = transaction.holding(assignment.session()).assignments();
        if (assignments.find(assignment.session()).isEmpty()) {
            assignments.put(new Kept(assignment, lookAt));
        }
    }

    @Override
    public Optional<WorkerSession> find(SessionAccess access, SessionId session) {
        var tables = transaction.reading();
        return tables.assignments().find(session).flatMap(kept -> withSession(tables, access, kept));
    }

    @Override
    public void change(Assignment next) {
        requireStorable(next);
        var assignments = transaction.holding(next.session()).assignments();
        assignments
                .find(next.session())
                .ifPresent(kept -> assignments.put(new Kept(changed(kept.assignment(), next), kept.lookAt())));
    }

    private static Assignment changed(Assignment kept, Assignment next) {
        return new Assignment(
                kept.session(),
                kept.worker(),
                kept.model(),
                kept.endsAfter(),
                next.failsAfter(),
                next.agentSession(),
                next.readyAt());
    }

    @Override
    public void lookAgain(SessionId session, Optional<Instant> at) {
        var assignments = transaction.holding(session).assignments();
        assignments.find(session).ifPresent(kept -> assignments.put(new Kept(kept.assignment(), at)));
    }

    @Override
    public List<WorkerSession> list(
            SessionAccess access, WorkerId worker, boolean onlyLive, Optional<SessionId> before, int limit) {
        var tables = transaction.reading();
        var all = tables.assignments().of(worker);
        return before.map(last -> all.descendingBefore(last.value()))
                .orElseGet(all::descending)
                .flatMap(kept -> withSession(tables, access, kept).stream())
                .filter(on -> !onlyLive || on.session().status().isLive())
                .limit(limit)
                .toList();
    }

    @Override
    public List<SessionId> due(Instant now, int limit) {
        var tables = transaction.reading();
        return tables.assignments()
                .dueBefore(now)
                .map(Kept::session)
                .filter(session -> tables.sessions().find(session).isPresent())
                .limit(limit)
                .toList();
    }

    private static Optional<WorkerSession> withSession(Tables tables, SessionAccess access, Kept kept) {
        return tables.sessions()
                .find(access, kept.session())
                .map(session -> new WorkerSession(session, kept.assignment()));
    }

    private static void requireStorable(Assignment assignment) {
        Storable.require("model", assignment.model());
        Storable.require("agentSession", assignment.agentSession());
    }
}
