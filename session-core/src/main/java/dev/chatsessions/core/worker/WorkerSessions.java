package dev.chatsessions.core.worker;

import dev.chatsessions.Caller;
import dev.chatsessions.LogScope;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.session.DefaultSessions;
import dev.chatsessions.core.session.SessionRules;
import dev.chatsessions.core.thread.DefaultThreads;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.WorkerSession;
import dev.chatsessions.worker.WorkerSessionStart;
import dev.chatsessions.worker.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The sessions on workers. Thread-safe. */
public final class WorkerSessions {

    private final Transactions transactions;

    private final DefaultSessions sessions;

    private final WorkerCommands commands;

    private final IdSource ids;

    public WorkerSessions(Transactions transactions, DefaultSessions sessions, WorkerCommands commands, IdSource ids) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.commands = commands;
        this.ids = ids;
    }

    WorkerSession start(Caller caller, WorkerId worker, WorkerSessionStart start, RequestKey requestKey) {
        var owner = Access.ownerOf(caller, Permission.WRITE);
        var checked = WorkerRules.checked(start);
        var id = new SessionId(ids.next());
        return transactions.write(
                owner,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "start-session-on " + worker,
                        requestKey,
                        checked,
                        List.of(id.toString()),
                        results -> writing.stores()
                                .assignments()
                                .find(new SessionAccess.Owner(owner), SessionId.parse(results.get(0)))
                                .orElseThrow(() -> RequestKeys.gone("session")),
                        () -> started(writing, owner, id, worker, checked)));
    }

    private WorkerSession started(
            Writing writing, UserId owner, SessionId id, WorkerId worker, WorkerSessionStart start) {
        var assignment = new Assignment(
                id, worker, start.model(), start.endsAfter(), start.failsAfter(), Optional.empty(), Optional.empty());
        var thread = new ThreadId(ids.next());
        var of = new SessionStart(SessionKind.WORKER, Optional.empty(), start.title(), new Answerer.Worker(worker));
        var session = sessions.insert(writing, id, owner, of, begun -> {
                    commands.assign(writing, begun, assignment);
                    DefaultThreads.openFirst(writing, begun, thread, Workers.THREAD);
                })
                .orElseThrow(() -> new IllegalStateException("the key of a new session is its id, which nobody has"));
        return new WorkerSession(session, assignment);
    }

    WorkerSession find(Caller caller, SessionId session) {
        var access = Access.toSee(caller);
        return transactions.glance(access, stores -> found(stores, access, session));
    }

    private static WorkerSession found(Stores stores, SessionAccess access, SessionId session) {
        return stores.assignments().find(access, session).orElseThrow(() -> Access.missing(stores, access, session));
    }

    Page<WorkerSession> list(Caller caller, WorkerId worker, boolean onlyLive, PageRequest page) {
        var access = Access.toSee(caller);
        var list = "sessions on " + worker;
        var before = PageCursors.place(page, list, SessionId::parse);
        var read = transactions.glance(
                access, stores -> stores.assignments().list(access, worker, onlyLive, before, page.limit() + 1));
        return PageCursors.page(read, page, list, item -> item.session().id().toString(), item -> item);
    }

    WorkerSession ready(Caller caller, SessionId session, Optional<String> agentSession) {
        var access = Access.toAnswer(caller);
        Limits.name("agent_session", agentSession, 500);
        return transactions.write(access, writing -> {
            var stores = writing.stores();
            var locked =
                    stores.sessions().lock(access, session).orElseThrow(() -> Access.missing(stores, access, session));
            SessionRules.requireOpenForMessages(locked.session());
            var there = found(stores, access, session).assignment();
            if (there.isReady(agentSession)) {
                return new WorkerSession(locked.session(), there);
            }
            var next = there.ready(agentSession, writing.now());
            stores.assignments().change(next);
            writing.publish(new LogScope.OfSession(session), WorkerEvents.ready(next));
            return new WorkerSession(locked.session(), next);
        });
    }

    WorkerSession limitWait(Caller caller, SessionId session, Optional<Duration> failsAfter) {
        var access = Access.toManage(caller);
        WorkerRules.requireWait(failsAfter);
        return transactions.write(access, writing -> {
            var stores = writing.stores();
            var locked =
                    stores.sessions().lock(access, session).orElseThrow(() -> Access.missing(stores, access, session));
            var next = found(stores, access, session).assignment().failingAfter(failsAfter);
            stores.assignments().change(next);
            stores.assignments().lookAgain(session, NextLook.at(writing, locked.session(), next));
            return new WorkerSession(locked.session(), next);
        });
    }
}
