package dev.chatsessions.core.presence;

import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.PresenceStore.StoredPresence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tells of those who left, or whose node died. Thread-safe; any node may run it. */
public final class PresenceSweep {

    private final Transactions.Bound transactions;

    private final Attending attending;

    private final PresenceSettings settings;

    private final Observer observer;

    public PresenceSweep(Transactions transactions, PresenceSettings settings, Observer observer) {
        this.transactions = transactions.own();
        this.attending = new Attending(settings);
        this.settings = settings;
        this.observer = observer;
    }

    /** Looks at up to {@code limit} connections that are over, or somewhat more, and says at how many. */
    public int sweep(int limit) {
        var over = transactions.read(stores -> {
            var now = stores.now();
            var found = new ArrayList<>(stores.presence().left(now.minus(settings.grace()), limit));
            var nodes = stores.presence().ended(now, limit);
            nodes.forEach(node -> found.addAll(stores.presence().of(node, limit)));
            return new Over(now, found, nodes);
        });
        over.presences().stream()
                .map(StoredPresence::session)
                .distinct()
                .forEach(session -> Quietly.runEach(observer, "presence", () -> settle(session)));
        over.nodes().forEach(node -> Quietly.runEach(observer, "presence", () -> forget(node, over.now())));
        return over.presences().size();
    }

    private void settle(SessionId session) {
        transactions.run(writing -> attending.settle(writing, session));
    }

    /** A node that holds nothing any more. */
    private void forget(UUID node, Instant before) {
        transactions.run(writing -> {
            if (writing.stores().presence().of(node, 1).isEmpty()) {
                writing.stores().presence().forget(node, before);
            }
        });
    }

    private record Over(Instant now, List<StoredPresence> presences, List<UUID> nodes) {}
}
