package dev.chatsessions.core.session;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Commands;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.OpenReplies;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.DetailedSession;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionOverview;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionState;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.Sessions;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore.Position;
import dev.chatsessions.spi.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Starts sessions and moves them through their lifecycle. Thread-safe. */
public final class DefaultSessions implements Sessions {

    private final Transactions transactions;

    private final Lifecycle lifecycle;

    private final Commands commands;

    private final IdSource ids;

    private final UserLogs logs;

    private final Duration sharedExpiry;

    private final SharedState state;

    private final AllSessions all;

    private final Detailing detailing;

    public DefaultSessions(
            Transactions transactions,
            OpenReplies openReplies,
            Commands commands,
            IdSource ids,
            UserLogs logs,
            Duration sharedExpiry) {
        this.transactions = transactions;
        this.lifecycle = new Lifecycle(openReplies, commands, sharedExpiry);
        this.commands = commands;
        this.ids = ids;
        this.logs = logs;
        this.sharedExpiry = sharedExpiry;
        this.state = new SharedState(transactions, sharedExpiry);
        this.all = new AllSessions(transactions, sharedExpiry);
        this.detailing = new Detailing(transactions, lifecycle);
    }

    @Override
    public Session start(Caller caller, SessionStart start, RequestKey requestKey) {
        var owner = Access.ownerOf(caller, Permission.WRITE);
        var checked = SessionRules.checked(start);
        var id = new SessionId(ids.next());
        return transactions.write(
                owner,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "start-session",
                        requestKey,
                        checked,
                        List.of(id.toString()),
                        results -> replayed(writing.stores(), caller, results),
                        () -> begun(writing, id, owner, checked)
                                .orElseThrow(() -> new Conflict(
                                        "key-taken",
                                        "you have a " + checked.kind()
                                                + " session under this key; end it or use another key"))));
    }

    @Override
    public Session open(Caller caller, SessionStart start) {
        var owner = Access.ownerOf(caller, Permission.WRITE);
        var checked = SessionRules.checked(start);
        var id = new SessionId(ids.next());
        var key = checked.key().orElseGet(id::toString);
        var there = transactions.glance(owner, stores -> holder(stores, owner, checked.kind(), key));
        return there.orElseGet(() -> transactions.write(
                owner,
                writing -> begun(writing, id, owner, checked)
                        .or(() -> writing.stores().sessions().findByKey(owner, checked.kind(), key))
                        .orElseThrow(() ->
                                new Conflict("key-taken", "the session under this key ended just now; try again"))));
    }

    @Override
    public DetailedSession openWith(
            Caller caller, SessionStart start, List<SessionChange> changes, RequestKey requestKey) {
        var owner = Access.ownerOf(caller, Permission.WRITE);
        var access = new SessionAccess.Owner(owner);
        var checked = SessionRules.checked(start);
        var wanted = DetailRules.checked(changes);
        var id = new SessionId(ids.next());
        return transactions.write(
                access,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "open-session",
                        requestKey,
                        List.of(checked, wanted),
                        List.of(checked.kind().name(), checked.key().orElseGet(id::toString)),
                        results ->
                                detailing.replayed(writing.stores(), access, holder(writing.stores(), owner, results)),
                        () -> detailing.changed(writing, access, opened(writing, id, owner, checked), wanted)));
    }

    /** A new session, of which its worker is told, if it has one. */
    private Optional<Session> begun(Writing writing, SessionId id, UserId owner, SessionStart start) {
        return start.key().isEmpty() && !(start.answerer() instanceof Answerer.Worker)
                ? Optional.of(added(writing, id, owner, start))
                : insert(writing, id, owner, start, session -> commands.began(writing, session));
    }

    /** Nobody waits for a session without a name and a worker, so its owner's log can be locked before it is there. */
    private Session added(Writing writing, SessionId id, UserId owner, SessionStart start) {
        var log = logs.lock(writing, owner);
        var session = fresh(id, owner, start, writing.now());
        writing.stores().sessions().add(session, ids.epoch());
        writing.publish(new LogScope.OfSession(id), SessionEvents.started(session));
        writing.publish(log, SessionEvents.started(session));
        return session;
    }

    /** The session that holds the key of {@code start}, locked; this one if there is none. */
    private Session opened(Writing writing, SessionId id, UserId owner, SessionStart start) {
        return begun(writing, id, owner, start)
                .or(() -> writing.stores()
                        .sessions()
                        .findByKey(owner, start.kind(), start.key().orElseGet(id::toString))
                        .map(there -> lifecycle.locked(writing, new SessionAccess.Owner(owner), there.id())))
                .orElseThrow(() -> new Conflict("key-taken", "the session under this key ended just now; try again"));
    }

    private static SessionId holder(Stores stores, UserId owner, List<String> kindAndKey) {
        return stores.sessions()
                .findByKey(owner, SessionKind.valueOf(kindAndKey.get(0)), kindAndKey.get(1))
                .map(Session::id)
                .orElseThrow(() -> RequestKeys.gone("session"));
    }

    @Override
    public Session find(Caller caller, SessionId session) {
        var access = Access.toSee(caller);
        return transactions.glance(access, stores -> asOfNow(stores, found(stores, access, session)));
    }

    @Override
    public Optional<Session> findByKey(Caller caller, SessionKind kind, String key) {
        var owner = Access.ownerOf(caller, Permission.READ);
        return transactions.glance(owner, stores -> holder(stores, owner, kind, key));
    }

    @Override
    public Page<Session> list(Caller caller, SessionFilter filter, PageRequest page) {
        return listOf(caller, Access.ownerOf(caller, Permission.READ), filter, page);
    }

    @Override
    public Page<Session> listOf(Caller caller, UserId owner, SessionFilter filter, PageRequest page) {
        Access.requireSelfOrAdmin(caller, owner);
        DetailRules.checked(filter.labels());
        var list = "sessions of " + owner + " " + filter.kind() + " " + new TreeSet<>(filter.statuses()) + " "
                + inOrder(filter.labels());
        var after = PageCursors.place(page, list, DefaultSessions::position);
        var sessions = transactions.glance(
                owner,
                stores -> stores.sessions().list(owner, filter, after, page.limit() + 1).stream()
                        .map(session -> asOfNow(stores, session))
                        .toList());
        var found = PageCursors.page(
                sessions, page, list, session -> session.lastActivityAt() + "|" + session.id(), session -> session);
        return new Page<>(found.items().stream().filter(filter::accepts).toList(), found.next());
    }

    /** The same text in every process. */
    private static Map<String, Set<String>> inOrder(Map<String, Set<String>> labels) {
        var ordered = new TreeMap<String, Set<String>>();
        labels.forEach((name, values) -> ordered.put(name, new TreeSet<>(values)));
        return ordered;
    }

    @Override
    public Page<SessionOverview> listAll(Caller caller, Optional<SessionKind> kind, PageRequest page) {
        return all.list(caller, kind, page);
    }

    @Override
    public Session rename(Caller caller, SessionId session, Optional<String> title, ExpectedVersion expected) {
        var access = Access.toManage(caller);
        Limits.name("title", title, 200);
        return transactions.write(access, writing -> {
            var now = lifecycle.locked(writing, access, session);
            Lifecycle.requireVersion(now, expected);
            return now.title().equals(title) ? now : lifecycle.changed(writing, now, now.renamedTo(title));
        });
    }

    @Override
    public Map<SessionId, SessionDetails> details(Caller caller, Collection<SessionId> sessions) {
        return detailing.find(caller, sessions);
    }

    @Override
    public DetailedSession change(
            Caller caller,
            SessionId session,
            List<SessionChange> changes,
            ExpectedVersion expected,
            RequestKey requestKey) {
        return detailing.change(caller, session, changes, expected, requestKey);
    }

    @Override
    public Session pause(Caller caller, SessionId session, ExpectedVersion expected) {
        return move(caller, session, SessionStatus.PAUSED, expected);
    }

    @Override
    public Session resume(Caller caller, SessionId session, ExpectedVersion expected) {
        return move(caller, session, SessionStatus.ACTIVE, expected);
    }

    @Override
    public Session extend(Caller caller, SessionId session) {
        var access = Access.toManage(caller);
        return transactions.write(access, writing -> {
            var now = lifecycle.locked(writing, access, session);
            SessionRules.requireOpenForMessages(now);
            return Activity.in(writing, now);
        });
    }

    @Override
    public Session complete(Caller caller, SessionId session, ExpectedVersion expected) {
        return move(caller, session, SessionStatus.COMPLETED, expected);
    }

    @Override
    public Session end(Caller caller, SessionId session, ExpectedVersion expected) {
        return move(caller, session, SessionStatus.TERMINATED, expected);
    }

    @Override
    public Session archive(Caller caller, SessionId session, ExpectedVersion expected) {
        return move(caller, session, SessionStatus.ARCHIVED, expected);
    }

    @Override
    public void delete(Caller caller, SessionId session) {
        var access = Access.toEnd(caller);
        transactions.run(access, writing -> {
            deleted(writing, lifecycle.locked(writing, access, session));
        });
    }

    /** Deletes a session that is locked. */
    public void deleted(Writing writing, Session now) {
        lifecycle.stopReplies(writing, now.id());
        writing.stores().sessions().delete(now.id(), writing.now());
        writing.wake(new LogScope.OfSession(now.id()));
        commands.deleted(writing, now);
        now.owner().ifPresent(owner -> logs.tell(writing, owner, SessionEvents.deleted(now.id())));
    }

    @Override
    public SessionState state(Caller caller, SessionId session) {
        return state.read(caller, session);
    }

    @Override
    public Optional<StateEntry> changeState(
            Caller caller, SessionId session, StateChange change, ExpectedVersion expected, RequestKey requestKey) {
        return state.change(caller, session, change, expected, requestKey);
    }

    @Override
    public void announce(Caller caller, SessionId session, String type, JsonValue body, RequestKey requestKey) {
        var access = Access.toWrite(caller);
        Limits.name("type", type, 64);
        Limits.value("body", body);
        transactions.write(
                access,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "announce " + session,
                        requestKey,
                        List.of(type, body),
                        List.of(),
                        results -> {
                            if (writing.stores()
                                    .sessions()
                                    .find(access, session)
                                    .isEmpty()) {
                                throw RequestKeys.gone("notice");
                            }
                            return false;
                        },
                        () -> {
                            var now = lifecycle.locked(writing, access, session);
                            SessionRules.requireOpenForMessages(now);
                            writing.publish(new LogScope.OfSession(session), SessionEvents.notice(type, body));
                            Activity.in(writing, now);
                            return true;
                        }));
    }

    @Override
    public void requireAnnounceable(Caller caller, SessionId session, String type, JsonValue body) {
        var access = Access.toWrite(caller);
        Limits.name("type", type, 64);
        Limits.value("body", body);
        SessionRules.requireOpenForMessages(
                transactions.read(access, stores -> asOfNow(stores, found(stores, access, session))));
    }

    private Session move(Caller caller, SessionId session, SessionStatus next, ExpectedVersion expected) {
        var access = next.isLive() ? Access.toManage(caller) : Access.toEnd(caller);
        return transactions.write(access, writing -> {
            var now = lifecycle.locked(writing, access, session);
            Lifecycle.requireVersion(now, expected);
            return lifecycle.changed(writing, now, lifecycle.moved(writing, now, next));
        });
    }

    /** A shared session that nobody used for too long gives up its key, swept or not. */
    private void expire(Writing writing, UserId owner, SessionStart start) {
        if (start.kind() != SessionKind.SHARED || start.key().isEmpty()) {
            return;
        }
        writing.stores()
                .sessions()
                .findByKey(owner, start.kind(), start.key().get())
                .flatMap(there -> writing.stores().sessions().lock(new SessionAccess.Owner(owner), there.id()))
                .map(LockedSession::session)
                .filter(session -> SessionRules.isExpired(session, writing.now(), sharedExpiry))
                .ifPresent(session ->
                        lifecycle.changed(writing, session, session.agedTo(SessionStatus.EXPIRED, writing.now())));
    }

    /**
     * A new session, unless another holds its key.
     *
     * @param then what else belongs to it, done before its owner's log is locked
     */
    public Optional<Session> insert(
            Writing writing, SessionId id, UserId owner, SessionStart start, Consumer<Session> then) {
        expire(writing, owner, start);
        var session = fresh(id, owner, start, writing.now());
        if (!writing.stores().sessions().insert(session, ids.epoch())) {
            return Optional.empty();
        }
        writing.publish(new LogScope.OfSession(id), SessionEvents.started(session));
        then.accept(session);
        writing.publish(logs.lock(writing, owner), SessionEvents.started(session));
        return Optional.of(session);
    }

    private static Session fresh(SessionId id, UserId owner, SessionStart start, Instant now) {
        return new Session(
                id,
                start.kind(),
                Optional.of(owner),
                start.key().orElseGet(id::toString),
                start.title(),
                SessionStatus.ACTIVE,
                start.answerer(),
                now,
                now,
                Optional.empty(),
                1);
    }

    /** The session that holds the key; one that expired holds it no more, swept or not. */
    private Optional<Session> holder(Stores stores, UserId owner, SessionKind kind, String key) {
        return stores.sessions()
                .findByKey(owner, kind, key)
                .filter(session -> asOfNow(stores, session).status().holdsKey());
    }

    private Session asOfNow(Stores stores, Session session) {
        return session.kind() == SessionKind.SHARED ? SessionRules.asOf(session, stores.now(), sharedExpiry) : session;
    }

    private static Session found(Stores stores, SessionAccess access, SessionId session) {
        return stores.sessions().find(access, session).orElseThrow(() -> Access.missing(stores, access, session));
    }

    private static Session replayed(Stores stores, Caller caller, List<String> results) {
        return stores.sessions()
                .find(Access.toSee(caller), SessionId.parse(results.get(0)))
                .orElseThrow(() -> RequestKeys.gone("session"));
    }

    private static Position position(String place) {
        var parts = place.split("\\|", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a place in a session list");
        }
        return new Position(Instant.parse(parts[0]), SessionId.parse(parts[1]));
    }
}
