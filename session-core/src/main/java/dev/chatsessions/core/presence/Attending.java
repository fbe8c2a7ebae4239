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
import dev.chatsessions.spi.PresenceStore.Held;
import dev.chatsessions.spi.PresenceStore.StoredPresence;
import dev.chatsessions.spi.SessionAccess;
import java.util.ArrayList;
import java.util.List;

/** What happens to a session's connections under its lock: each that comes or goes is told of once. Stateless. */
record Attending(PresenceSettings settings) {

    private static final SessionAccess ANY = new SessionAccess.Any();

    /** Keeps a connection, in place of itself if need be, tells of its client unless that is there, and gives the session. */
    Session enter(Writing writing, SessionAccess access, StoredPresence presence) {
        var session = writing.stores()
                .sessions()
                .lock(access, presence.session())
                .map(locked -> asOfNow(writing, locked.session()))
                .orElseThrow(() -> Access.missing(writing.stores(), access, presence.session()));
        SessionRules.requireOpenForMessages(session);
        var here = settled(writing, session);
        PresenceRules.requireRoom(here.size(), settings);
        writing.stores().presence().remove(session.id(), presence.id());
        writing.stores().presence().insert(presence);
        var client = Client.of(presence);
        if (here.stream().map(Held::presence).map(Client::of).noneMatch(client::equals)) {
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
    private List<Held> settled(Writing writing, Session session) {
        var here = new ArrayList<Held>();
        var over = new ArrayList<StoredPresence>();
        for (var held : writing.stores().presence().list(ANY, List.of(session.id()))) {
            if (PresenceRules.isHere(held, writing.now(), settings)) {
                here.add(held);
            } else {
                over.add(held.presence());
            }
        }
        over.forEach(presence -> writing.stores().presence().remove(session.id(), presence.id()));
        if (session.status().isLive()) {
            var stay = here.stream().map(Held::presence).map(Client::of).collect(toSet());
            over.stream()
                    .map(Client::of)
                    .distinct()
                    .filter(client -> !stay.contains(client))
                    .forEach(client ->
                            writing.publish(new LogScope.OfSession(session.id()), PresenceEvents.of(client, false)));
        }
        return here;
    }

    /** Notes that the session is used, unless that was noted a moment ago or somebody else is at it. */
    void use(Writing writing, SessionId id) {
        writing.stores()
                .sessions()
                .tryLock(ANY, id)
                .map(locked -> asOfNow(writing, locked.session()))
                .filter(session -> session.status().isLive())
                .filter(session -> session.idleFor(writing.now()).compareTo(settings.activityEvery()) >= 0)
                .ifPresent(session -> Activity.in(writing, session));
    }

    private Session asOfNow(Writing writing, Session session) {
        return SessionRules.asOf(session, writing.now(), settings.sharedExpiry());
    }
}
