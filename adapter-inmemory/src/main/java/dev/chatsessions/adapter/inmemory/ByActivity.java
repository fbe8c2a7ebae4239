package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.UserId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sessions in the order of their last activity. A session in use moves in it all the time and is hardly ever looked
 * for there, so the orders are only brought up to date when they are read. That may be within a read, beside others.
 */
final class ByActivity {

    /** So many at most are held on to that may have been deleted. */
    private static final int MOST_LAGGING = 1 << 10;

    private static final Placing<Moment, Session> BY_ACTIVITY =
            Moment.placing(Session::lastActivityAt, session -> session.id().value());

    /** What is taken back lags anew, so that this one has nothing to take back. */
    private final Journal unused = new Journal();

    private final Listing<UserId, Moment, Session> ofOwners = new Listing<>(unused, Session::owner, BY_ACTIVITY);

    private final Listing<Phase, Moment, Session> ofPhases =
            new Listing<>(unused, session -> Optional.of(new Phase(session.kind(), session.status())), BY_ACTIVITY);

    private final List<KeptSession> lagging = new ArrayList<>();

    /** Notes that the session is new, or not as it was. Only within a write. */
    void follow(KeptSession session) {
        if (session.lag()) {
            lagging.add(session);
            if (lagging.size() == MOST_LAGGING) {
                catchUp();
            }
        }
    }

    /** By last activity and id. */
    Ordered<Moment, Session> ofOwner(UserId owner) {
        catchUp();
        return ofOwners.of(owner);
    }

    /** By last activity and id. */
    Ordered<Moment, Session> ofPhase(SessionKind kind, SessionStatus status) {
        catchUp();
        return ofPhases.of(new Phase(kind, status));
    }

    /** Of those who read at a time, the first does it; nobody goes on before it is done. */
    private synchronized void catchUp() {
        for (var session : lagging) {
            var before = session.catchUp();
            var now = session.session();
            replace(ofOwners, before, now);
            replace(ofPhases, before, now);
        }
        lagging.clear();
        unused.forget();
    }

    private static void replace(Index<Session> index, Optional<Session> before, Optional<Session> now) {
        if (before.isEmpty()) {
            now.ifPresent(index::add);
        } else if (now.isEmpty()) {
            index.remove(before.get());
        } else {
            index.replace(before.get(), now.get());
        }
    }

    private record Phase(SessionKind kind, SessionStatus status) {}
}
