package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import java.util.UUID;

/** What was deleted and still takes space: unseen already, and to be removed for real. */
final class Graveyard {

    private final Tables tables;

    private final Sorted<UUID, SessionId> sessions;

    private final Sorted<UUID, KeptThread> threads;

    Graveyard(Journal journal, Tables tables) {
        this.tables = tables;
        sessions = new Sorted<>(journal, Placing.by(SessionId::value, Order.OF_IDS));
        threads = new Sorted<>(journal, Placing.by(kept -> kept.thread().id().value(), Order.OF_IDS));
    }

    void admit(SessionId session) {
        sessions.put(session);
    }

    void admit(KeptThread kept) {
        threads.put(kept);
    }

    /** Removes up to {@code limit} rows and returns how many. */
    int clear(int limit) {
        var left = limit;
        while (left > 0 && !(threads.isEmpty() && sessions.isEmpty())) {
            left -= threads.isEmpty()
                    ? clear(sessions.first().orElseThrow(), left)
                    : clear(threads.first().orElseThrow(), left);
        }
        return limit - left;
    }

    private int clear(KeptThread kept, int limit) {
        var thread = kept.thread();
        var scope = new LogScope.OfSession(thread.session());
        var removed = tables.logs()
                .find(scope)
                .map(log -> log.remove(log.contentOf(thread.id()).ascending(), limit))
                .orElse(0);
        removed += tables.messages().remove(kept, limit - removed);
        removed += tables.replies().remove(thread.id(), limit - removed);
        removed += tables.permissions().remove(thread.id(), limit - removed);
        if (removed == limit) {
            return limit;
        }
        tables.conversations().remove(thread.id());
        threads.remove(thread.id().value());
        return removed + 1;
    }

    private int clear(SessionId session, int limit) {
        var below = tables.threads().ofSession(session).first();
        if (below.isPresent()) {
            tables.threads().bury(below.get());
            admit(below.get());
            return 0;
        }
        var scope = new LogScope.OfSession(session);
        var log = tables.logs().require(scope);
        var removed = log.remove(log.events().ascending(), limit);
        removed += tables.state().clear(session, limit - removed);
        var invitations = tables.joinTokens().of(session).ascending();
        removed += tables.joinTokens().remove(invitations, limit - removed);
        removed += tables.presence().remove(tables.presence().of(session).ascending(), limit - removed);
        var segments =
                tables.segments().of(session).ascending().limit(limit - removed).toList();
        segments.forEach(segment -> tables.segments().remove(session, segment.key()));
        removed += segments.size();
        if (removed == limit) {
            return limit;
        }
        tables.details().remove(session);
        tables.assignments().remove(session);
        tables.logs().remove(scope);
        sessions.remove(session.value());
        return removed + 1;
    }
}
