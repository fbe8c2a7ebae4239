package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.thread.ChatThread;
import java.util.List;
import java.util.UUID;

/** What was deleted and still takes space: unseen already, and to be removed for real. */
final class Graveyard {

    private final Tables tables;

    private final Sorted<UUID, SessionId> sessions;

    private final Sorted<UUID, ChatThread> threads;

    Graveyard(Journal journal, Tables tables) {
        this.tables = tables;
        sessions = new Sorted<>(journal, Order.OF_IDS);
        threads = new Sorted<>(journal, Order.OF_IDS);
    }

    void admit(SessionId session) {
        sessions.put(session.value(), session);
    }

    void admit(ChatThread thread) {
        threads.put(thread.id().value(), thread);
    }

    /** Removes up to {@code limit} rows and returns how many. */
    int clear(int limit) {
        var left = limit;
        while (left > 0 && !(threads.view().isEmpty() && sessions.view().isEmpty())) {
            left -= threads.view().isEmpty()
                    ? clear(sessions.view().firstEntry().getValue(), left)
                    : clear(threads.view().firstEntry().getValue(), left);
        }
        return limit - left;
    }

    private int clear(ChatThread thread, int limit) {
        var scope = new LogScope.OfSession(thread.session());
        var events = tables.events();
        var removed = events.remove(events.contentOf(scope, thread.id()), limit);
        removed += tables.messages().remove(thread.id(), limit - removed);
        removed += tables.replies().remove(thread.id(), limit - removed);
        if (removed == limit) {
            return limit;
        }
        threads.remove(thread.id().value());
        return removed + 1;
    }

    private int clear(SessionId session, int limit) {
        var below = tables.threads().ofSession(session);
        if (!below.isEmpty()) {
            var thread = below.firstEntry().getValue();
            tables.threads().bury(thread);
            admit(thread);
            return 0;
        }
        var scope = new LogScope.OfSession(session);
        var removed = tables.events().remove(tables.events().of(scope).values(), limit);
        for (var key : List.copyOf(tables.state().of(session).keySet())) {
            if (removed < limit) {
                tables.state().remove(session, key);
                removed++;
            }
        }
        if (removed == limit) {
            return limit;
        }
        tables.events().removeHead(scope);
        sessions.remove(session.value());
        return removed + 1;
    }
}
