package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.ThreadStore;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.SessionThread;
import dev.chatsessions.thread.ThreadPath;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class InMemoryThreads implements ThreadStore {

    private final Transaction transaction;

    InMemoryThreads(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(ChatThread thread) {
        requireStorable(thread);
        var tables = transaction.writing();
        var threads = tables.threads();
        if (threads.isKnown(thread.id())) {
            throw new IllegalStateException("thread " + thread.id() + " is there already");
        }
        var session = tables.sessions()
                .kept(thread.session())
                .orElseThrow(() ->
                        new IllegalStateException("thread " + thread.id() + " has no session " + thread.session()));
        if (threads.holder(thread.session(), thread.key()).isPresent()) {
            return false;
        }
        threads.add(session, thread);
        return true;
    }

    @Override
    public Optional<ChatThread> find(SessionAccess access, ThreadId thread) {
        return transaction.reading().threads().find(access, thread);
    }

    @Override
    public Optional<ChatThread> findByKey(SessionAccess access, SessionId session, String key) {
        var tables = transaction.reading();
        return tables.sessions()
                .find(access, session)
                .flatMap(seen -> tables.threads().holder(session, key));
    }

    @Override
    public Map<SessionId, ChatThread> findByKey(SessionAccess access, Collection<SessionId> sessions, String key) {
        var found = new LinkedHashMap<SessionId, ChatThread>();
        sessions.forEach(session -> findByKey(access, session, key).ifPresent(thread -> found.put(session, thread)));
        return found;
    }

    @Override
    public Optional<SessionThread> findByPath(UserId owner, ThreadPath path) {
        var tables = transaction.reading();
        return tables.sessions()
                .holder(owner, path.kind(), path.session())
                .flatMap(session -> tables.threads()
                        .holder(session.id(), path.thread())
                        .map(thread -> new SessionThread(session, thread)));
    }

    @Override
    public List<ChatThread> list(SessionAccess access, SessionId session, Optional<ThreadId> before, int limit) {
        var tables = transaction.reading();
        if (tables.sessions().find(access, session).isEmpty()) {
            return List.of();
        }
        var all = tables.threads().ofSession(session);
        var rest = before.map(id -> all.descendingBefore(id.value())).orElseGet(all::descending);
        return rest.map(KeptThread::thread).limit(limit).toList();
    }

    @Override
    public long clearedThrough(SessionAccess access, SessionId session) {
        var tables = transaction.reading();
        return tables.sessions().find(access, session).isPresent()
                ? tables.threads().clearedThrough(session)
                : 0;
    }

    @Override
    public Optional<LockedThread> lock(SessionAccess access, ThreadId thread) {
        return transaction
                .writing()
                .threads()
                .kept(access, thread)
                .map(kept -> new LockedThread(transaction.lock(kept.session()), kept.thread()));
    }

    @Override
    public List<LockedThread> tryLockAll(Map<ThreadId, SessionAccess> threads) {
        return threads.entrySet().stream()
                .flatMap(one -> lock(one.getValue(), one.getKey()).stream())
                .toList();
    }

    @Override
    public boolean change(ChatThread next, long expectedVersion) {
        requireStorable(next);
        var threads = transaction.writing().threads();
        var stored = threads.kept(next.id())
                .filter(KeptThread::isThere)
                .filter(kept -> kept.thread().version() == expectedVersion);
        stored.ifPresent(kept -> threads.change(kept, merged(kept.thread(), next, kept.thread())));
        return stored.isPresent();
    }

    @Override
    public void record(ChatThread next) {
        var threads = transaction.holding(next.session()).threads();
        threads.kept(next.id())
                .filter(KeptThread::isThere)
                .ifPresent(kept -> threads.change(kept, merged(kept.thread(), kept.thread(), next)));
    }

    @Override
    public boolean isDeleted(SessionAccess access, ThreadId thread) {
        return transaction.reading().threads().isDeleted(access, thread);
    }

    @Override
    public void delete(ThreadId thread, Instant at) {
        var tables = transaction.writing();
        tables.threads().kept(thread).filter(KeptThread::isThere).ifPresent(stored -> {
            tables.threads().bury(stored);
            tables.graveyard().admit(stored);
        });
    }

    /** The stored one under the name of one and where another stands. */
    private static ChatThread merged(ChatThread stored, ChatThread named, ChatThread standing) {
        return new ChatThread(
                stored.id(),
                stored.session(),
                stored.key(),
                named.title(),
                stored.createdAt(),
                standing.lastMessageAt(),
                standing.lastPosition(),
                standing.messageCount(),
                standing.usage(),
                standing.clearedThrough(),
                named.version());
    }

    private static void requireStorable(ChatThread thread) {
        Storable.require("key", thread.key());
        Storable.require("title", thread.title());
    }
}
