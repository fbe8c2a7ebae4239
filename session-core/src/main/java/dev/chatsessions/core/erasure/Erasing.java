package dev.chatsessions.core.erasure;

import dev.chatsessions.DeviceId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.session.DefaultSessions;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.spi.ErasureStore.StoredErasure;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.OrphanStore.Orphan;
import dev.chatsessions.spi.SessionAccess;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Goes on with erasures. What is counted is what this or another node removed in the same transaction, so that whoever goes on
 * after a kill neither forgets nor counts anything twice. Thread-safe; any node may do it, each erasure is with one at a time.
 */
public final class Erasing {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final int AT_ONCE = 20;

    private final Transactions.Bound transactions;

    private final UserLogs logs;

    private final DefaultSessions sessions;

    private final Observer observer;

    public Erasing(Transactions transactions, UserLogs logs, DefaultSessions sessions, Observer observer) {
        this.transactions = transactions.own();
        this.logs = logs;
        this.sessions = sessions;
        this.observer = observer;
    }

    /** Goes on with each erasure by about {@code limit} rows of each table, and says as many while there is more. */
    public int sweep(int limit) {
        var more = new AtomicBoolean();
        transactions
                .glance(stores -> stores.erasures().open(AT_ONCE))
                .forEach(erasure -> Quietly.runEach(observer, "erasures", () -> {
                    if (goOn(erasure, limit)) {
                        more.set(true);
                    }
                }));
        return more.get() ? limit : 0;
    }

    /** Whether there is more to do. */
    private boolean goOn(StoredErasure erasure, int limit) {
        var user = erasure.user().orElseThrow();
        return deleteSessions(user, limit)
                || transactions.write(writing -> remove(writing, erasure.mark(), user, limit));
    }

    /** Deletes sessions of the user, and of nobody on devices of his; whether there was one. */
    private boolean deleteSessions(UserId user, int limit) {
        var orphans = transactions.read(stores -> stores.erasures().links(user, limit).stream()
                .map(link -> link.device())
                .distinct()
                .filter(device -> stores.deviceLinks()
                        .findLasting(device)
                        .filter(lasting -> !lasting.owner().equals(user))
                        .isEmpty())
                .map(device -> new Left(
                        device,
                        stores.erasures().isDeviceKept(logs.mark(device)),
                        stores.orphans().all(device, limit)))
                .filter(left -> !left.isMarked || !left.orphans.isEmpty())
                .toList());
        orphans.forEach(left -> leave(left, user));
        var own = transactions.glance(
                stores -> stores.sessions().list(user, SessionFilter.all(), Optional.empty(), limit));
        own.forEach(session -> transactions.run(writing -> writing.stores()
                .sessions()
                .lock(new SessionAccess.Owner(user), session.id())
                .map(LockedSession::session)
                .ifPresent(now -> delete(writing, now))));
        return !orphans.isEmpty() || !own.isEmpty();
    }

    /** What a device of his left, which nobody else has linked since. */
    private record Left(DeviceId device, boolean isMarked, List<Orphan> orphans) {}

    private void leave(Left left, UserId user) {
        // First: what comes from now on goes nowhere.
        transactions.run(writing -> writing.stores().erasures().keepDevice(logs.mark(left.device), writing.now()));
        left.orphans.forEach(orphan -> transactions.run(writing -> writing.stores()
                .sessions()
                .lock(ANY, orphan.session())
                .map(LockedSession::session)
                .filter(session ->
                        session.owner().isEmpty() && writing.stores().orphans().remove(session.id()))
                .ifPresent(session -> delete(writing, given(writing, session, user)))));
    }

    private void delete(Writing writing, Session session) {
        sessions.deleted(writing, session);
        writing.stores().erasures().reserve(session.id());
    }

    /** As his it goes with all the rest. */
    private static Session given(Writing writing, Session session, UserId user) {
        var his = session.givenTo(user, session.key());
        writing.stores().sessions().change(his, session.version());
        return his;
    }

    private static boolean remove(Writing writing, String mark, UserId user, int limit) {
        var erasures = writing.stores().erasures();
        var locked = erasures.tryLock(mark).filter(stored -> stored.endedAt().isEmpty());
        if (locked.isEmpty()) {
            return false;
        }
        var removed = erasures.remove(user, limit);
        if (!removed.isEmpty()) {
            erasures.change(locked.get().removing(removed));
            return true;
        }
        var remaining = erasures.count(user);
        if (remaining.values().stream().allMatch(rows -> rows == 0)) {
            erasures.change(locked.get().endedAt(writing.now(), remaining));
        }
        return false;
    }
}
