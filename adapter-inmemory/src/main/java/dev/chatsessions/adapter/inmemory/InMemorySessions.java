package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

final class InMemorySessions implements SessionStore {

    private static final Comparator<Session> LATEST_FIRST =
            (one, other) -> Moment.ORDER.compare(moment(other), moment(one));

    private final Transaction transaction;

    InMemorySessions(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(Session session, long epoch) {
        requireStorable(session);
        var tables = transaction.writing();
        var sessions = tables.sessions();
        if (sessions.isKnown(session.id())) {
            throw new IllegalStateException("session " + session.id() + " is there already");
        }
        if (sessions.isHeldByAnother(session)) {
            return false;
        }
        var log = tables.logs().begin(new LogScope.OfSession(session.id()), epoch);
        sessions.add(session, log);
        transaction.lock(log);
        return true;
    }

    @Override
    public void add(Session session, long epoch) {
        if (!insert(session, epoch)) {
            throw new IllegalStateException("the key of session " + session.id() + " is held by another");
        }
    }

    @Override
    public Optional<Session> find(SessionAccess access, SessionId session) {
        return transaction.reading().sessions().find(access, session);
    }

    @Override
    public Optional<Session> findByKey(UserId owner, SessionKind kind, String key) {
        return transaction.reading().sessions().holder(owner, kind, key);
    }

    @Override
    public List<Session> list(UserId owner, SessionFilter filter, Optional<Position> after, int limit) {
        var tables = transaction.reading();
        var all = tables.sessions().ofOwner(owner);
        var rest = filter.labels().isEmpty()
                ? after.map(place -> all.descendingBefore(moment(place))).orElseGet(all::descending)
                : labelled(tables, owner, filter.labels(), after);
        return rest.filter(filter::accepts).limit(limit).toList();
    }

    /** Those with these labels: found by the first of them, so that it costs what this label is given to. */
    private static Stream<Session> labelled(
            Tables tables, UserId owner, Map<String, Set<String>> labels, Optional<Position> after) {
        var first = labels.entrySet().iterator().next();
        var found = first.getValue().stream()
                .flatMap(
                        value -> tables.details().bearers(first.getKey(), value).ascending())
                .filter(session -> tables.details().hasAll(session, labels))
                .flatMap(session -> tables.sessions().find(session).stream())
                .filter(session -> session.owner().equals(Optional.of(owner)))
                .sorted(LATEST_FIRST);
        return after.map(place -> moment(place))
                .map(place -> found.filter(session -> Moment.ORDER.compare(moment(session), place) < 0))
                .orElse(found);
    }

    private static Moment moment(Session session) {
        return new Moment(session.lastActivityAt(), session.id().value());
    }

    private static Moment moment(Position place) {
        return new Moment(place.lastActivityAt(), place.id().value());
    }

    @Override
    public List<Session> listAll(Optional<SessionKind> kind, Optional<SessionId> before, int limit) {
        var sessions = transaction.reading().sessions();
        return before.map(sessions::before)
                .orElseGet(sessions::all)
                .filter(session -> kind.isEmpty() || kind.get() == session.kind())
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<LockedSession> lock(SessionAccess access, SessionId session) {
        return transaction.lock(access, session);
    }

    @Override
    public Optional<LockedSession> tryLock(SessionAccess access, SessionId session) {
        return transaction.lock(access, session);
    }

    @Override
    public List<LockedSession> tryLockAll(SessionAccess access, List<SessionId> sessions) {
        return sessions.stream()
                .flatMap(session -> transaction.lock(access, session).stream())
                .toList();
    }

    @Override
    public void replace(Session next) {
        transaction.holding(next.id());
        if (!change(next, next.version() - 1)) {
            throw transaction.breakOff("session " + next.id() + " is not in the version before " + next.version()
                    + "; read it under its lock");
        }
    }

    @Override
    public boolean change(Session next, long expectedVersion) {
        requireStorable(next);
        var tables = transaction.writing();
        var sessions = tables.sessions();
        var kept = sessions.kept(next.id());
        var stored = kept.flatMap(KeptSession::session).filter(session -> session.version() == expectedVersion);
        if (stored.isEmpty()) {
            return false;
        }
        if (sessions.isHeldByAnother(next)) {
            throw new IllegalStateException("the key of session " + next.id() + " is held by another");
        }
        sessions.change(kept.get(), next);
        if (!next.answerer().equals(stored.get().answerer())) {
            tables.threads()
                    .ofSession(next.id())
                    .ascending()
                    .forEach(thread -> tables.replies().giveTurn(thread.thread().id(), next.answerer()));
        }
        return true;
    }

    @Override
    public void touch(SessionId session, Instant lastActivityAt) {
        var sessions = transaction.writing().sessions();
        sessions.kept(session).ifPresent(kept -> sessions.touch(kept, lastActivityAt));
    }

    @Override
    public boolean isDeleted(SessionAccess access, SessionId session) {
        return transaction.reading().sessions().isDeleted(access, session);
    }

    @Override
    public void delete(SessionId session, Instant at) {
        var tables = transaction.writing();
        tables.sessions().find(session).ifPresent(stored -> {
            tables.sessions().bury(stored);
            tables.graveyard().admit(session);
        });
    }

    @Override
    public int purgeDeleted(int limit) {
        return transaction.writing().graveyard().clear(limit);
    }

    @Override
    public List<SessionId> inactive(SessionKind kind, SessionStatus status, Instant before, int limit) {
        return transaction
                .reading()
                .sessions()
                .inactive(kind, status, before)
                .map(Session::id)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Session> unused(
            SessionKind kind, SessionStatus status, Instant before, Optional<Position> after, int limit) {
        return transaction
                .reading()
                .sessions()
                .unused(kind, status, after.map(place -> moment(place)))
                .takeWhile(session -> session.lastActivityAt().isBefore(before))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Session> used(SessionKind kind, Instant since, Optional<Position> after, int limit) {
        return transaction
                .reading()
                .sessions()
                .used(kind, since, after.map(place -> moment(place)), limit)
                .sorted(LATEST_FIRST)
                .limit(limit)
                .toList();
    }

    private static void requireStorable(Session session) {
        Storable.require("key", session.key());
        Storable.require("title", session.title());
    }
}
