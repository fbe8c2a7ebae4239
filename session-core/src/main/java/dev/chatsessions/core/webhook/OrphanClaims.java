package dev.chatsessions.core.webhook;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.session.SessionEvents;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.OrphanStore.Claim;
import dev.chatsessions.spi.OrphanStore.Orphan;
import dev.chatsessions.spi.SessionAccess;
import java.time.Duration;
import java.util.Optional;

/** Gives what a device delivered before it was linked to who links it, and deletes what nobody claims. Thread-safe. */
public final class OrphanClaims {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final int BATCH = 200;

    /** How long after a link began orphans are still looked for: those that raced with it. */
    private static final Duration RACE = Duration.ofHours(1);

    private final Transactions.Bound transactions;

    private final OwnersLog owners;

    private final Duration retention;

    private final Observer observer;

    OrphanClaims(Transactions transactions, OwnersLog owners, Duration retention, Observer observer) {
        this.transactions = transactions.own();
        this.owners = owners;
        this.retention = retention;
        this.observer = observer;
    }

    /** Claims what waits for a link that has just begun, as much as one is to wait for; the rest is swept. */
    public void of(DeviceLink link) {
        var waiting = transactions.glance(stores -> stores.orphans().waiting(link.device(), BATCH));
        waiting.forEach(orphan -> Quietly.runEach(observer, "claims", () -> claimOne(new Claim(orphan, link.owner()))));
    }

    /** Claims up to {@code limit} orphans of devices that were linked lately, and says how many there were. */
    public int sweep(int limit) {
        var claims = transactions.glance(
                stores -> stores.orphans().claimable(stores.now().minus(RACE), limit));
        claims.forEach(claim -> Quietly.runEach(observer, "claims", () -> claimOne(claim)));
        return claims.size();
    }

    /** Deletes up to {@code limit} orphans of which nothing was heard for too long, and says how many there were. */
    public int forget(int limit) {
        var unheard = transactions.glance(
                stores -> stores.orphans().unheard(stores.now().minus(retention), limit));
        unheard.forEach(orphan -> Quietly.runEach(observer, "orphans", () -> forgetOne(orphan)));
        return unheard.size();
    }

    private void forgetOne(SessionId id) {
        transactions.run(writing -> {
            var locked = writing.stores().sessions().tryLock(ANY, id);
            var isNobodys = locked.filter(found -> found.session().owner().isEmpty());
            if (isNobodys.isPresent() && writing.stores().orphans().remove(id)) {
                writing.stores().sessions().delete(id, writing.now());
            }
        });
    }

    private void claimOne(Claim claim) {
        transactions.run(writing -> {
            var stillOwner = writing.stores()
                    .deviceLinks()
                    .findLasting(claim.orphan().device())
                    .filter(link -> link.owner().equals(claim.owner()));
            if (stillOwner.isPresent()) {
                claim(writing, claim.orphan(), claim.owner());
            }
        });
    }

    /**
     * Makes an orphan its new owner's, and locks it; empty when it is no orphan any more. If he has a session of that key,
     * the claimed one is over.
     */
    Optional<Session> claim(Writing writing, Orphan orphan, UserId owner) {
        var stores = writing.stores();
        return stores.sessions()
                .lock(ANY, orphan.session())
                .map(LockedSession::session)
                .filter(session -> session.owner().isEmpty() && stores.orphans().remove(session.id()))
                .map(session -> given(writing, session, orphan, owner));
    }

    private Session given(Writing writing, Session session, Orphan orphan, UserId owner) {
        var stores = writing.stores();
        var key = DeviceSessions.key(orphan.device(), orphan.name());
        var isKeyTaken =
                stores.sessions().findByKey(owner, SessionKind.DEVICE, key).isPresent();
        var owned = session.givenTo(owner, key);
        var next = isKeyTaken ? owned.movedTo(SessionStatus.TERMINATED, writing.now()) : owned;
        stores.sessions().change(next, session.version());
        if (isKeyTaken) {
            stores.conversations()
                    .open(session.id())
                    .ifPresent(open -> stores.conversations().change(open.endedAt(writing.now())));
        }
        stores.conversations().give(session.id(), owner);
        writing.publish(new LogScope.OfSession(session.id()), SessionEvents.changed(next));
        owners.tellNew(writing, owner, WebhookEvents.claimed(session.id(), orphan.device()));
        stores.conversations()
                .current(owner)
                .filter(current -> current.session().equals(session.id()))
                .ifPresent(current -> owners.tellCurrent(writing, owner, current));
        return next;
    }
}
