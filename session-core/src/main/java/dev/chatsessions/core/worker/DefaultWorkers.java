package dev.chatsessions.core.worker;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.identity.Credentials;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerApplication;
import dev.chatsessions.worker.WorkerChallenge;
import dev.chatsessions.worker.WorkerSession;
import dev.chatsessions.worker.WorkerSessionStart;
import dev.chatsessions.worker.WorkerStatus;
import dev.chatsessions.worker.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Worker programs and the sessions on them. Thread-safe. */
public final class DefaultWorkers implements Workers {

    private static final Duration ROOM_LATER = Duration.ofSeconds(1);

    private final Transactions transactions;

    private final Optional<Registering> registering;

    private final WorkerPresence presence;

    private final WorkerSessions sessions;

    private final Replies replies;

    private final Credentials credentials;

    private final IdSource ids;

    private final UserLogs logs;

    private final WorkerSettings settings;

    /** Without {@code registering}, for use within a host's transaction: undone with it, tries would not count. */
    public DefaultWorkers(
            Transactions transactions,
            Optional<Registering> registering,
            WorkerPresence presence,
            WorkerSessions sessions,
            Replies replies,
            Credentials credentials,
            IdSource ids,
            UserLogs logs,
            WorkerSettings settings) {
        this.transactions = transactions;
        this.registering = registering;
        this.presence = presence;
        this.sessions = sessions;
        this.replies = replies;
        this.credentials = credentials;
        this.ids = ids;
        this.logs = logs;
        this.settings = settings;
    }

    @Override
    public WorkerChallenge register(WorkerApplication application, Optional<ClientAddress> from) {
        return registering().register(application, from);
    }

    @Override
    public IssuedToken redeem(String deviceCode) {
        return registering().redeem(deviceCode);
    }

    @Override
    public Worker approve(Caller caller, String userCode, Optional<ClientAddress> from) {
        return registering().approve(caller, userCode, from);
    }

    @Override
    public void deny(Caller caller, String userCode, Optional<ClientAddress> from) {
        registering().deny(caller, userCode, from);
    }

    private Registering registering() {
        return registering.orElseThrow(() ->
                new IllegalStateException("a transaction may be undone, and tries must count; register outside of it"));
    }

    @Override
    public IssuedToken rotate(Caller caller, RequestKey requestKey) {
        return transactions.own().write(writing -> {
            var self = WorkerRules.locked(writing, caller);
            return RequestKeys.once(
                    writing,
                    caller,
                    "rotate-token",
                    requestKey,
                    self.id(),
                    List.of(),
                    results -> {
                        throw new Conflict("already-issued", "the token was shown once");
                    },
                    () -> {
                        credentials.shorten(writing, caller, writing.now().plus(settings.grace()));
                        return credentials.issue(
                                writing,
                                new TokenId(ids.next()),
                                caller,
                                writing.now().plus(settings.tokenLife()));
                    });
        });
    }

    @Override
    public void revoke(Caller caller, WorkerId worker) {
        var user = Access.ownerOf(caller, Permission.WRITE);
        transactions.own().run(writing -> {
            var now = locked(writing, user, worker);
            if (now.status() != WorkerStatus.REVOKED) {
                credentials.revokeAll(writing, new Caller.Worker(worker));
                changed(writing, now.in(WorkerStatus.REVOKED), WorkerEvents.revoked(now));
            }
        });
    }

    @Override
    public Worker rename(Caller caller, WorkerId worker, String name) {
        var user = Access.ownerOf(caller, Permission.WRITE);
        Limits.name("name", name, 200);
        return transactions.write(user, writing -> {
            var now = locked(writing, user, worker);
            var next = now.renamedTo(name);
            return next.equals(now) ? now : changed(writing, next, WorkerEvents.renamed(next));
        });
    }

    private static Worker locked(Writing writing, UserId user, WorkerId worker) {
        return writing.stores()
                .workers()
                .lock(worker)
                .filter(found -> found.owner().equals(user))
                .orElseThrow(() -> WorkerRules.missing(worker));
    }

    private Worker changed(Writing writing, Worker next, EventBody event) {
        writing.stores().workers().change(next);
        logs.tell(writing, next.owner(), event);
        return next;
    }

    @Override
    public Worker find(Caller caller, WorkerId worker) {
        if (caller instanceof Caller.Worker self) {
            return transactions.own().glance(stores -> {
                if (!self.id().equals(worker)) {
                    throw WorkerRules.missing(worker);
                }
                return WorkerRules.self(stores, caller);
            });
        }
        var user = Access.ownerOf(caller, Permission.READ);
        return transactions.glance(
                user,
                stores -> stores.workers()
                        .find(worker)
                        .filter(found -> found.owner().equals(user))
                        .orElseThrow(() -> WorkerRules.missing(worker)));
    }

    @Override
    public Page<Worker> list(Caller caller, PageRequest page) {
        var user = Access.ownerOf(caller, Permission.READ);
        var list = "workers of " + user;
        var after = PageCursors.place(page, list, WorkerId::new);
        var workers = transactions.glance(user, stores -> stores.workers().list(user, after, page.limit() + 1));
        return PageCursors.page(workers, page, list, worker -> worker.id().value(), worker -> worker);
    }

    @Override
    public WorkerSession start(Caller caller, WorkerId worker, WorkerSessionStart start, RequestKey requestKey) {
        return sessions.start(caller, worker, start, requestKey);
    }

    @Override
    public WorkerSession session(Caller caller, SessionId session) {
        return sessions.find(caller, session);
    }

    @Override
    public Page<WorkerSession> sessions(Caller caller, WorkerId worker, PageRequest page) {
        find(caller, worker);
        return sessions.list(caller, worker, caller instanceof Caller.Worker, page);
    }

    @Override
    public WorkerSession limitWait(Caller caller, SessionId session, Optional<Duration> failsAfter) {
        return sessions.limitWait(caller, session, failsAfter);
    }

    @Override
    public Worker heartbeat(Caller caller) {
        return presence.heartbeat(caller);
    }

    @Override
    public Worker leave(Caller caller) {
        return presence.leave(caller);
    }

    @Override
    public List<ReplyTicket> claim(Caller caller, int limit) {
        if (limit < 1 || limit > 100) {
            throw new Invalid("limit", "must be 1 to 100");
        }
        var room = transactions.own().read(stores -> {
            var self = WorkerRules.self(stores, caller);
            return self.answersAtOnce() - stores.replies().heldBy(caller.key());
        });
        if (room <= 0) {
            throw new RateLimited("the worker holds as many replies as it can", ROOM_LATER);
        }
        return replies.claim(caller, Math.min(limit, room));
    }

    @Override
    public WorkerSession ready(Caller caller, SessionId session, Optional<String> agentSession) {
        return sessions.ready(caller, session, agentSession);
    }
}
