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

    private final SessionRows sessions;

    private final Table<ThreadId, ChatThread> threads;

    private final Lookup<Slot, ChatThread> holders;

    private final Listing<SessionId, UUID, ChatThread> bySession;

    private final Listing<SessionId, ChatThread, ChatThread> cleared;

    private final Rows<ThreadId, SessionId> deleted;

    ThreadRows(Journal journal, SessionRows sessions) {
        this.sessions = sessions;
        threads = new Table<>(journal, ChatThread::id);
        holders = threads.lookup(thread -> Optional.of(new Slot(thread.session(), thread.key())));
        bySession = threads.listing(
                thread -> Optional.of(thread.session()), thread -> thread.id().value(), Order.OF_IDS);
        cleared = threads.listing(
                thread -> Optional.of(thread.session()).filter(session -> thread.clearedThrough() > 0),
                thread -> thread,
                BY_CLEARING);
        deleted = new Rows<>(journal);
    }

    Optional<ChatThread> find(SessionAccess access, ThreadId id) {
        return threads.find(id)
                .filter(thread -> sessions.find(access, thread.session()).isPresent());
    }

    Optional<ChatThread> find(ThreadId id) {
        return threads.find(id).filter(thread -> sessions.find(thread.session()).isPresent());
    }

    Optional<ChatThread> holder(SessionId session, String key) {
        return holders.find(new Slot(session, key));
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
        var withSession = threads.find(id).filter(thread -> sessions.isDeleted(access, thread.session()));
        return itself.isPresent() || withSession.isPresent();
    }

    /** By id. */
    Ordered<UUID, ChatThread> ofSession(SessionId session) {
        return bySession.of(session);
    }

    /** 0 when no thread of the session was ever cleared. */
    long clearedThrough(SessionId session) {
        return cleared.of(session).last().map(ChatThread::clearedThrough).orElse(0L);
    }

    /** Fails unless the thread is there, in that session. */
    void require(SessionId session, ThreadId id) {
        if (find(id).filter(thread -> thread.session().equals(session)).isEmpty()) {
            throw new IllegalStateException("session " + session + " has no thread " + id);
        }
    }

    void put(ChatThread thread) {
        threads.put(thread);
    }

    /** Leaves nothing but a mark. */
    void bury(ChatThread thread) {
        threads.remove(thread);
        deleted.put(thread.id(), thread.session());
    }

    private record Slot(SessionId session, String key) {}
}
