package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.ChatThread;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/** The threads, and marks of the deleted ones. Those of deleted sessions stay until they are purged, unseen. */
final class ThreadRows {

    private static final Comparator<ChatThread> BY_CLEARING = Comparator.comparingLong(
                    (ChatThread thread) -> thread.clearedThrough())
            .thenComparing(thread -> thread.id().value(), Order.OF_IDS);

    private final Journal journal;

    private final SessionRows sessions;

    private final Rows<ThreadId, KeptThread> threads;

    private final Rows<Slot, KeptThread> holders;

    private final Grouped<SessionId, UUID, KeptThread> bySession;

    private final Listing<SessionId, ChatThread, ChatThread> cleared;

    private final Rows<ThreadId, SessionId> deleted;

    private final Grouped<SessionId, UUID, ThreadId> deletedIn;

    ThreadRows(Journal journal, SessionRows sessions) {
        this.journal = journal;
        this.sessions = sessions;
        threads = new Rows<>(journal);
        holders = new Rows<>(journal);
        bySession = new Grouped<>(journal, Placing.by(kept -> kept.thread().id().value(), Order.OF_IDS));
        cleared = new Listing<>(
                journal,
                thread -> Optional.of(thread.session()).filter(session -> thread.clearedThrough() > 0),
                Placing.by(thread -> thread, BY_CLEARING));
        deleted = new Rows<>(journal);
        deletedIn = new Grouped<>(journal, Placing.by(ThreadId::value, Order.OF_IDS));
    }

    Optional<ChatThread> find(SessionAccess access, ThreadId id) {
        return kept(access, id).map(KeptThread::thread);
    }

    Optional<ChatThread> find(ThreadId id) {
        return kept(id).filter(KeptThread::isThere).map(KeptThread::thread);
    }

    Optional<KeptThread> kept(SessionAccess access, ThreadId id) {
        return threads.find(id).filter(kept -> kept.isSeenBy(access));
    }

    /** Also one that nobody sees because its session is deleted. */
    Optional<KeptThread> kept(ThreadId id) {
        return threads.find(id);
    }

    Optional<ChatThread> holder(SessionId session, String key) {
        return holders.find(new Slot(session, key)).map(KeptThread::thread);
    }

    boolean isKnown(ThreadId id) {
        return threads.has(id) || deleted.has(id);
    }

    /** Whether the thread itself was deleted, whatever became of its session. */
    boolean isBuried(ThreadId id) {
        return deleted.has(id);
    }

    boolean isDeleted(SessionAccess access, ThreadId id) {
        var itself = deleted.find(id)
                .filter(session -> sessions.find(access, session).isPresent() || sessions.isDeleted(access, session));
        var withSession = threads.find(id)
                .filter(kept -> sessions.isDeleted(access, kept.thread().session()));
        return itself.isPresent() || withSession.isPresent();
    }

    /** By id. */
    Ordered<UUID, KeptThread> ofSession(SessionId session) {
        return bySession.of(session);
    }

    /** 0 when no thread of the session was ever cleared. */
    long clearedThrough(SessionId session) {
        return cleared.of(session).last().map(ChatThread::clearedThrough).orElse(0L);
    }

    /** The thread, which is to be there, in that session. */
    KeptThread require(SessionId session, ThreadId id) {
        return threads.find(id)
                .filter(kept -> kept.isThere() && kept.thread().session().equals(session))
                .orElseThrow(() -> new IllegalStateException("session " + session + " has no thread " + id));
    }

    void add(KeptSession session, ChatThread thread) {
        var kept = new KeptThread(journal, session, thread);
        threads.put(thread.id(), kept);
        holders.put(Slot.of(thread), kept);
        bySession.put(thread.session(), kept);
        cleared.add(thread);
    }

    /** Has the thread stand otherwise; id, session and key stay. */
    void change(KeptThread kept, ChatThread next) {
        var before = kept.thread();
        kept.become(next);
        if (next.clearedThrough() != before.clearedThrough()) {
            cleared.replace(before, next);
        }
    }

    /** Leaves nothing but a mark. */
    void bury(KeptThread kept) {
        var thread = kept.thread();
        threads.remove(thread.id());
        holders.remove(Slot.of(thread));
        bySession.remove(thread.session(), thread.id().value());
        cleared.remove(thread);
        deleted.put(thread.id(), thread.session());
        deletedIn.put(thread.session(), thread.id());
    }

    /** The marks of a session's, by id. */
    Ordered<UUID, ThreadId> deletedIn(SessionId session) {
        return deletedIn.of(session);
    }

    /** Leaves not even the mark. */
    void forget(SessionId session, ThreadId thread) {
        deleted.remove(thread);
        deletedIn.remove(session, thread.value());
    }

    private record Slot(SessionId session, String key) {
        static Slot of(ChatThread thread) {
            return new Slot(thread.session(), thread.key());
        }
    }
}
