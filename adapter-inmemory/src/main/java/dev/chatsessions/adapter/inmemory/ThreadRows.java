package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.ChatThread;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;

/** The threads, and marks of the deleted ones. Those of deleted sessions stay until they are purged, unseen. */
final class ThreadRows {

    private final SessionRows sessions;

    private final Rows<ThreadId, ChatThread> threads;

    private final Rows<Slot, ThreadId> holders;

    private final Grouped<SessionId, UUID, ChatThread> bySession;

    private final Rows<ThreadId, SessionId> deleted;

    ThreadRows(Journal journal, SessionRows sessions) {
        this.sessions = sessions;
        threads = new Rows<>(journal);
        holders = new Rows<>(journal);
        bySession = new Grouped<>(journal, Order.OF_IDS);
        deleted = new Rows<>(journal);
    }

    Optional<ChatThread> find(SessionAccess access, ThreadId id) {
        return threads.find(id)
                .filter(thread -> sessions.find(access, thread.session()).isPresent());
    }

    Optional<ChatThread> find(ThreadId id) {
        return find(new SessionAccess.Any(), id);
    }

    void require(SessionId session, ThreadId id) {
        if (find(id).filter(thread -> thread.session().equals(session)).isEmpty()) {
            throw new IllegalStateException("session " + session + " has no thread " + id);
        }
    }

    Optional<ChatThread> holder(SessionId session, String key) {
        return holders.find(new Slot(session, key)).flatMap(threads::find);
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
    NavigableMap<UUID, ChatThread> ofSession(SessionId session) {
        return bySession.of(session);
    }

    void put(ChatThread thread) {
        threads.put(thread.id(), thread);
        holders.put(new Slot(thread.session(), thread.key()), thread.id());
        bySession.put(thread.session(), thread.id().value(), thread);
    }

    /** Leaves nothing but a mark. */
    void bury(ChatThread thread) {
        threads.remove(thread.id());
        holders.remove(new Slot(thread.session(), thread.key()));
        bySession.remove(thread.session(), thread.id().value());
        deleted.put(thread.id(), thread.session());
    }

    private record Slot(SessionId session, String key) {}
}
