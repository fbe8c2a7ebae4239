package dev.chatsessions.core.live;

import dev.chatsessions.Cursor;
import dev.chatsessions.LogScope;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.permission.DefaultPermissions;
import dev.chatsessions.core.session.SessionRules;
import dev.chatsessions.core.session.StateRules;
import dev.chatsessions.core.thread.Transcripts;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.ChatThread;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How things stand, for whoever missed something. Reads in the caller's snapshot.
 *
 * @param sharedExpiry when an unused shared session is over, whether or not that was told already
 */
record Snapshots(Duration sharedExpiry) {

    private static final int MESSAGES = 50;

    private static final int PIECE = 10;

    private static final int LISTED = 50;

    private static final int BYTES = 128 * 1024;

    private static final int THREADS_LOOKED_AT = 50;

    Gap gap(Stores stores, Target target, LogHead head, GapReason reason) {
        return new Gap(reason, Cursor.of(target.scope(), head.epoch(), head.sequence()), snapshot(stores, target));
    }

    private Snapshot snapshot(Stores stores, Target target) {
        if (target.scope() instanceof LogScope.OfSession of) {
            return ofSession(stores, target, of.session());
        }
        return target.scope() instanceof LogScope.OfWorker of
                ? ofWorker(stores, target, of.worker())
                : ofUser(stores, target, ((LogScope.OfUser) target.scope()).user());
    }

    private static Snapshot ofWorker(Stores stores, Target target, WorkerId worker) {
        var sessions = stores.assignments().list(target.access(), worker, true, Optional.empty(), LISTED);
        var replies = sessions.stream()
                .flatMap(on -> stores.replies().openIn(on.session().id(), LISTED).stream())
                .limit(LISTED)
                .map(StoredReply::reply)
                .toList();
        return new Snapshot.OfWorker(sessions, replies);
    }

    private Snapshot ofUser(Stores stores, Target target, UserId user) {
        return new Snapshot.OfUser(
                stores.sessions().list(user, SessionFilter.all(), Optional.empty(), LISTED).stream()
                        .map(session -> asOfNow(stores, session))
                        .toList(),
                stores.deviceLinks().list(user, Optional.empty(), Optional.empty(), LISTED),
                stores.workers().list(user, Optional.empty(), LISTED),
                stores.conversations()
                        .current(user)
                        .flatMap(current -> stores.threads().find(target.access(), current.thread())));
    }

    private Snapshot ofSession(Stores stores, Target target, SessionId id) {
        var access = target.access();
        var session = asOfNow(stores, stores.sessions().find(access, id).orElseThrow());
        var state = StateRules.there(stores.state().entries(access, id), stores.now());
        var thread = target.thread().or(() -> lastWritten(stores, target, id));
        var open = thread.map(found -> stores.replies().open(access, found)).orElse(List.of());
        return new Snapshot.OfSession(
                session,
                state,
                thread.map(found -> Transcripts.read(stores, access, found, PageRequest.first(MESSAGES), PIECE, BYTES)),
                open.stream().map(stored -> openReply(stores, target, stored)).toList());
    }

    private Session asOfNow(Stores stores, Session session) {
        return SessionRules.asOf(session, stores.now(), sharedExpiry);
    }

    private static Optional<ThreadId> lastWritten(Stores stores, Target target, SessionId session) {
        return stores.threads().list(target.access(), session, Optional.empty(), THREADS_LOOKED_AT).stream()
                .max(Comparator.comparing(
                                (ChatThread thread) -> thread.lastMessageAt().orElse(Instant.MIN))
                        .thenComparing(ChatThread::createdAt))
                .map(ChatThread::id);
    }

    private static Snapshot.OpenReply openReply(Stores stores, Target target, StoredReply stored) {
        var reply = stored.reply();
        var text = stores.events().deltas(target.access(), reply.session(), reply.id(), stored.askedSequence()).stream()
                .map(Delta::text)
                .collect(Collectors.joining());
        return new Snapshot.OpenReply(reply, text, DefaultPermissions.pendingOf(stores, target.access(), stored));
    }
}
