package dev.chatsessions.core.session;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SessionAccess;
import java.util.Optional;

/** Takes away the keys whose time ran out, and tells of each once. Thread-safe; any node may run it. */
public final class StateExpiry {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Transactions.Bound transactions;

    private final Observer observer;

    public StateExpiry(Transactions transactions, Observer observer) {
        this.transactions = transactions.own();
        this.observer = observer;
    }

    /** Looks at the sessions of up to {@code limit} such keys, and says at how many keys. */
    public int sweep(int limit) {
        var sessions = transactions.read(stores -> stores.state().expired(stores.now(), limit));
        sessions.stream().distinct().forEach(session -> Quietly.runEach(observer, "state", () -> sweep(session)));
        return sessions.size();
    }

    private void sweep(SessionId session) {
        transactions.run(writing -> {
            if (writing.stores().sessions().tryLock(ANY, session).isPresent()) {
                removeExpired(writing, session);
            }
        });
    }

    /** The session is locked. In one that is over nobody is told, as its log has ended. */
    static void removeExpired(Writing writing, SessionId session) {
        var isLive = writing.stores()
                .sessions()
                .find(ANY, session)
                .filter(found -> !found.status().isOver())
                .isPresent();
        for (var entry : writing.stores().state().entries(ANY, session)) {
            if (!entry.isThereAt(writing.now())) {
                writing.stores().state().remove(session, entry.key());
                if (isLive) {
                    writing.publish(
                            new LogScope.OfSession(session), SessionEvents.stateChanged(entry.key(), Optional.empty()));
                }
            }
        }
    }
}
