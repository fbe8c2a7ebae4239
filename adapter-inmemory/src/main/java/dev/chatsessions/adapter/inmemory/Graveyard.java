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

    /** Is to be cleared by itself only. */
    void leave(SessionId session) {
        sessions.remove(session.value());
    }

    /** Removes up to {@code limit} rows and returns how many. */
    int clear(int limit) {
        var left = limit;
        while (left > 0 && !(threads.isEmpty() && sessions.isEmpty())) {
            left -= threads.isEmpty()
                    ? clearSession(sessions.first().orElseThrow(), left, new Tally())
                    : clearThread(threads.first().orElseThrow(), left, new Tally());
        }
        return limit - left;
    }

    /** Removes up to {@code limit} rows of one session and returns how many; fewer than the limit when none is left. */
    int clear(SessionId session, int limit, Tally tally) {
        var left = limit;
        while (left > 0) {
            var thread = tables.threads()
                    .deletedIn(session)
                    .ascending()
                    .flatMap(id -> threads.find(id.value()).stream())
                    .findFirst();
            if (thread.isPresent()) {
                left -= clearThread(thread.get(), left, tally);
            } else if (tables.logs().find(new LogScope.OfSession(session)).isPresent()) {
                left -= clearSession(session, left, tally);
            } else {
                return limit - left;
            }
        }
        return limit - left;
    }

    private int clearThread(KeptThread kept, int limit, Tally tally) {
        var thread = kept.thread();
        var scope = new LogScope.OfSession(thread.session());
        var removed = tally.add(
                "session_events",
                tables.logs()
                        .find(scope)
                        .map(log -> log.remove(log.contentOf(thread.id()).ascending(), limit))
                        .orElse(0));
        removed += tally.add("messages", tables.messages().remove(kept, limit - removed));
        removed += tally.add("replies", tables.replies().remove(thread.id(), limit - removed));
        removed += tally.add("permission_requests", tables.permissions().remove(thread.id(), limit - removed));
        if (removed == limit) {
            return limit;
        }
        tally.add("conversations", tables.conversations().remove(thread.id()));
        threads.remove(thread.id().value());
        return removed + 1;
    }

    private int clearSession(SessionId session, int limit, Tally tally) {
        var below = tables.threads().ofSession(session).first();
        if (below.isPresent()) {
            tables.threads().bury(below.get());
            admit(below.get());
            return 0;
        }
        var scope = new LogScope.OfSession(session);
        var log = tables.logs().require(scope);
        var removed = tally.add("session_events", log.remove(log.events().ascending(), limit));
        removed += tally.add("session_state", tables.state().clear(session, limit - removed));
        var invitations = tables.joinTokens().of(session).ascending();
        removed += tally.add("join_tokens", tables.joinTokens().remove(invitations, limit - removed));
        var present = tables.presence().of(session).ascending();
        removed += tally.add("presences", tables.presence().remove(present, limit - removed));
        removed += tally.add("device_answers", tables.deviceAnswers().remove(session, limit - removed));
        var segments =
                tables.segments().of(session).ascending().limit(limit - removed).toList();
        segments.forEach(segment -> tables.segments().remove(session, segment.key()));
        removed += tally.add("segments", segments.size());
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
