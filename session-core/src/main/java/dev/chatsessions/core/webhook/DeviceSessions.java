package dev.chatsessions.core.webhook;

import com.google.common.hash.Hashing;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.session.SessionEvents;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.ConversationStore.Hearing;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.OrphanStore.Orphan;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.webhook.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/** Finds the session that a delivery belongs to, or begins it. Thread-safe. */
final class DeviceSessions {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final int LONGEST_KEY = 200;

    /** How often one may be taken away between being found and being locked. */
    private static final int TRIES = 10;

    private final IdSource ids;

    private final OrphanClaims claims;

    private final OwnersLog owners;

    DeviceSessions(IdSource ids, OrphanClaims claims, OwnersLog owners) {
        this.ids = ids;
        this.claims = claims;
        this.owners = owners;
    }

    /** What a device calls a session, as its owner's sessions are called. */
    static String key(DeviceId device, String name) {
        var key = device + ":" + name;
        if (key.codePointCount(0, key.length()) <= LONGEST_KEY) {
            return key;
        }
        return device.provider() + "#" + Hashing.sha256().hashString(key, StandardCharsets.UTF_8);
    }

    /** The session, live and locked: its owner's if the device is linked, else an orphan; and what goes on in it. */
    Hearing locked(Writing writing, Delivery delivery, Collection<String> segments) {
        var conversations = writing.stores().conversations();
        var key = key(delivery.origin(), delivery.session());
        for (var tries = 0; tries < TRIES; tries++) {
            var linked = conversations.lockHearing(ANY, delivery.origin(), key, segments);
            if (linked.isPresent()) {
                return takenUp(writing, linked.get(), segments);
            }
            var found = writing.stores()
                    .deviceLinks()
                    .findLasting(delivery.origin())
                    .map(link -> ofOwner(writing, delivery, link.owner(), key))
                    .orElseGet(() -> ofNobody(writing, delivery));
            if (found.isPresent()) {
                return conversations.hearing(found.get(), segments);
            }
        }
        throw new Unavailable("storage-unavailable", "the device's session was taken away again and again; try again");
    }

    /** An orphan whose device was linked meanwhile is its owner's at once. */
    void claimIfLinked(Writing writing, Session session, Delivery delivery) {
        if (session.owner().isEmpty()) {
            writing.stores()
                    .deviceLinks()
                    .findLasting(delivery.origin())
                    .map(DeviceLink::owner)
                    .ifPresent(owner -> claims.claim(
                            writing,
                            new Orphan(session.id(), delivery.origin(), delivery.session(), writing.now()),
                            owner));
        }
    }

    private Optional<Session> ofOwner(Writing writing, Delivery delivery, UserId owner, String key) {
        var orphan = writing.stores().orphans().find(delivery.origin(), delivery.session());
        if (orphan.isPresent()) {
            return claims.claim(writing, orphan.get(), owner)
                    .filter(session -> session.status().isLive());
        }
        var id = new SessionId(ids.next());
        return named(writing, delivery, id) && writing.stores().orphans().remove(id)
                ? begun(writing, id, Optional.of(owner), key)
                : Optional.empty();
    }

    private Optional<Session> ofNobody(Writing writing, Delivery delivery) {
        var there = writing.stores().orphans().find(delivery.origin(), delivery.session());
        if (there.isPresent()) {
            return lock(writing, there.get().session())
                    .filter(session -> session.owner().isEmpty());
        }
        owners.requireKept(writing, delivery.origin());
        var id = new SessionId(ids.next());
        if (!named(writing, delivery, id)) {
            return Optional.empty();
        }
        if (writing.stores().deviceLinks().findLasting(delivery.origin()).isPresent()) {
            writing.stores().orphans().remove(id);
            return Optional.empty();
        }
        return begun(writing, id, Optional.empty(), id.toString());
    }

    /**
     * Takes the device's name for the session, or waits for who is taking it: of those who find the device linked, and those
     * who do not yet, one begins the session. An owner's gives it back at once.
     */
    private static boolean named(Writing writing, Delivery delivery, SessionId id) {
        return writing.stores().orphans().insert(new Orphan(id, delivery.origin(), delivery.session(), writing.now()));
    }

    private Optional<Session> begun(Writing writing, SessionId id, Optional<UserId> owner, String key) {
        var now = writing.now();
        var session = new Session(
                id,
                SessionKind.DEVICE,
                owner,
                key,
                Optional.empty(),
                SessionStatus.ACTIVE,
                new Answerer.Assistant(),
                now,
                now,
                Optional.empty(),
                1);
        if (!writing.stores().sessions().insert(session, ids.epoch())) {
            return Optional.empty();
        }
        writing.publish(new LogScope.OfSession(id), SessionEvents.started(session));
        owner.ifPresent(user -> owners.tellNew(writing, user, SessionEvents.started(session)));
        return Optional.of(session);
    }

    /** What its owner completed, his device takes up again. */
    private static Hearing takenUp(Writing writing, Hearing hearing, Collection<String> segments) {
        var session = hearing.session();
        if (session.status() != SessionStatus.COMPLETED) {
            return hearing;
        }
        var active = session.movedTo(SessionStatus.ACTIVE, writing.now());
        writing.stores().sessions().change(active, session.version());
        writing.publish(new LogScope.OfSession(session.id()), SessionEvents.changed(active));
        return writing.stores().conversations().hearing(active, segments);
    }

    private static Optional<Session> lock(Writing writing, SessionId session) {
        return writing.stores().sessions().lock(ANY, session).map(LockedSession::session);
    }
}
