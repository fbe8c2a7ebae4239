package dev.chatsessions.core.session;

import static java.util.stream.Collectors.toSet;

import dev.chatsessions.Caller;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Retention;
import dev.chatsessions.session.RetentionPolicy;
import dev.chatsessions.session.RetentionReport;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Archives and deletes what the policies say. Thread-safe; any node may run it: each session is changed in a transaction of
 * its own, if nobody holds it and the policy still means it.
 */
public final class DefaultRetention implements Retention {

    /** From the start of one sweep to the next. */
    private static final Duration EVERY = Duration.ofHours(1);

    private static final int PLANNED_AT_ONCE = 500;

    private static final long MOST_PLANNED = 100_000;

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Transactions.Bound transactions;

    private final List<RetentionPolicy> policies;

    private final DefaultSessions sessions;

    private final SessionAging aging;

    private final Observer observer;

    private Optional<RetentionRound> round = Optional.empty();

    private Optional<RetentionReport> last = Optional.empty();

    public DefaultRetention(
            Transactions transactions,
            List<RetentionPolicy> policies,
            DefaultSessions sessions,
            SessionAging aging,
            Observer observer) {
        this.transactions = transactions.own();
        this.policies = policies.stream().distinct().toList();
        this.sessions = sessions;
        this.aging = aging;
        this.observer = observer;
    }

    @Override
    public List<RetentionPolicy> policies(Caller caller) {
        Access.requireAdmin(caller);
        return policies;
    }

    @Override
    public RetentionReport plan(Caller caller) {
        Access.requireAdmin(caller);
        var planned = new RetentionRound(policies, transactions.glance(Stores::now), MOST_PLANNED);
        while (planned.stretch().isPresent()) {
            var ahead = ahead(planned, PLANNED_AT_ONCE);
            ahead.meant.forEach(session -> planned.done());
            planned.passed(ahead.looked, ahead.exempt, PLANNED_AT_ONCE);
        }
        return planned.report(Optional.of(transactions.glance(Stores::now)));
    }

    @Override
    public synchronized Optional<RetentionReport> last(Caller caller) {
        Access.requireAdmin(caller);
        return round.map(going -> going.report(Optional.empty())).or(() -> last);
    }

    /** Goes on with up to {@code limit} sessions, and says as many while there is more; begins anew once an hour. */
    public synchronized int sweep(int limit) {
        if (policies.isEmpty()) {
            return 0;
        }
        var now = transactions.glance(Stores::now);
        if (round.isEmpty()
                && last.filter(ended -> now.isBefore(ended.startedAt().plus(EVERY)))
                        .isPresent()) {
            return 0;
        }
        var going = round.orElseGet(() -> new RetentionRound(policies, now, Long.MAX_VALUE));
        round = Optional.of(going);
        var policy = going.stretch().orElseThrow().policy();
        var ahead = ahead(going, limit);
        ahead.meant.forEach(session -> Quietly.runEach(observer, "retention", () -> {
            if (follow(policy, session.id())) {
                going.done();
            }
        }));
        going.passed(ahead.looked, ahead.exempt, limit);
        if (going.stretch().isEmpty()) {
            last = Optional.of(going.report(Optional.of(now)));
            round = Optional.empty();
        }
        return round.isPresent() ? limit : 0;
    }

    private Ahead ahead(RetentionRound on, int limit) {
        var stretch = on.stretch().orElseThrow();
        var policy = stretch.policy();
        return transactions.read(stores -> {
            var now = stores.now();
            var looked = stores.sessions()
                    .unused(policy.kind(), stretch.status(), now.minus(policy.unused()), on.place(), limit);
            // What is nobody's waits to be claimed, and is forgotten in its own time.
            var covered = looked.stream()
                    .filter(session -> session.owner().isPresent() && policy.covers(session, now))
                    .toList();
            var exempt = exempt(stores, covered);
            var meant = covered.stream()
                    .filter(session -> !exempt.contains(session.id()))
                    .toList();
            return new Ahead(looked, meant, exempt.size());
        });
    }

    private static Set<SessionId> exempt(Stores stores, List<Session> sessions) {
        var ids = sessions.stream().map(Session::id).toList();
        return stores.details().find(ANY, ids).entrySet().stream()
                .filter(kept -> kept.getValue().labels().entrySet().containsAll(RetentionPolicy.EXEMPT.entrySet()))
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    private boolean follow(RetentionPolicy policy, SessionId session) {
        return transactions.write(writing -> writing.stores()
                .sessions()
                .tryLock(ANY, session)
                .map(LockedSession::session)
                .filter(now -> policy.covers(now, writing.now())
                        && exempt(writing.stores(), List.of(now)).isEmpty())
                .map(now -> follow(policy, writing, now))
                .orElse(false));
    }

    private boolean follow(RetentionPolicy policy, Writing writing, Session session) {
        if (policy.action() == RetentionPolicy.Action.DELETE) {
            sessions.deleted(writing, session);
        } else {
            aging.moved(writing, session, SessionStatus.ARCHIVED);
        }
        return true;
    }

    /** The next sessions on the way, those of them that the policy means, and how many more but for their label. */
    private record Ahead(List<Session> looked, List<Session> meant, int exempt) {}
}
