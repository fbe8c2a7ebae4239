package dev.chatsessions.core.presence;

import static java.util.stream.Collectors.toSet;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.presence.PresenceRules.Client;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.session.SessionRules;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.PresenceStore.StoredPresence;
import dev.chatsessions.spi.SessionAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to a session's connections under its lock: each that comes or goes is told of once. Stateless. */
record Attending(PresenceSettings settings) {

    private static final SessionAccess ANY = new SessionAccess.Any();

    /**
     * Keeps a connection, in place of itself and of those that its client left, tells of its client unless that is there,
     * and gives the session.
     *
     * @param left connections that were left before, which others may not know yet
     */
    Session enter(Writing writing, SessionAccess access, StoredPresence presence, List<UUID> left) {
        var session = writing.stores()
                .sessions()
                .lock(access, presence.session())
                .map(locked -> asOfNow(writing, locked.session()))
                .orElseThrow(() -> Access.missing(writing.stores(), access, presence.session()));
        SessionRules.requireOpenForMessages(session);
        left.forEach(each -> writing.stores().presence().leave(session.id(), each, writing.now()));
        var here = settled(writing, session);
        var room = PresenceRules.room(access, settings);
        PresenceRules.requireRoom(here, presence.caller(), room, settings);
        var client = Client.of(presence);
        var wasHere = here.stream().map(Client::of).anyMatch(client::equals);
        var replaced = here.stream()
                .filter(each -> each.id().equals(presence.id())
                        || (each.leftAt().isPresent() && Client.of(each).equals(client)))
                .toList();
        remove(writing, session, replaced);
        here.removeAll(replaced);
        takeAway(writing, session, here, PresenceRules.givingWay(here, presence.caller(), room));
        writing.stores().presence().insert(presence);
        if (!wasHere) {
            writing.publish(new LogScope.OfSession(session.id()), PresenceEvents.of(client, true));
        }
        return session;
    }

    /** Takes away what is over, unless somebody else is at it. */
    void settle(Writing writing, SessionId id) {
        writing.stores()
                .sessions()
                .tryLock(ANY, id)
                .ifPresent(locked -> settled(writing, asOfNow(writing, locked.session())));
    }

    /** Takes away the connections that are over, tells of the clients that left by it, and gives the others. */
    private List<StoredPresence> settled(Writing writing, Session session) {
        var all = new ArrayList<StoredPresence>();
        var over = new ArrayList<StoredPresence>();
        for (var held : writing.stores().presence().list(ANY, List.of(session.id()))) {
            all.add(held.presence());
            if (!PresenceRules.isHere(held, writing.now(), settings)) {
                over.add(held.presence());
            }
        }
        takeAway(writing, session, all, over);
        return all;
    }

    /** Takes these out of all that are there, and tells of the clients that left by it. */
    private void takeAway(Writing writing, Session session, List<StoredPresence> all, List<StoredPresence> over) {
        remove(writing, session, over);
        all.removeAll(over);
        if (session.status().isLive()) {
            var stay = all.stream().map(Client::of).collect(toSet());
            over.stream()
                    .map(Client::of)
                    .distinct()
                    .filter(client -> !stay.contains(client))
                    .forEach(client ->
                            writing.publish(new LogScope.OfSession(session.id()), PresenceEvents.of(client, false)));
        }
    }

    private static void remove(Writing writing, Session session, List<StoredPresence> presences) {
        presences.forEach(presence -> writing.stores().presence().remove(session.id(), presence.id()));
    }

    /**
     * Notes that the session was used {@code at} some time, unless a use was noted less than {@code every} before now.
     *
     * @return when to try again, where it was not noted: later, or at once when somebody else is at it
     */
    Optional<Instant> use(Writing writing, SessionId id, Instant at, Duration every) {
        var locked = writing.stores().sessions().tryLock(ANY, id);
        if (locked.isEmpty()) {
            return writing.stores().sessions().find(ANY, id).map(busy -> writing.now());
        }
        var session = asOfNow(writing, locked.get().session());
        if (!session.status().isLive() || !session.lastActivityAt().isBefore(at)) {
            return Optional.empty();
        }
        if (session.idleFor(writing.now()).compareTo(every) < 0) {
            return Optional.of(session.lastActivityAt().plus(every));
        }
        Activity.in(writing, session, at);
        return Optional.empty();
    }

    private Session asOfNow(Writing writing, Session session) {
        return SessionRules.asOf(session, writing.now(), settings.sharedExpiry());
    }
}
