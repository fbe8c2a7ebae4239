package dev.chatsessions.adapter.inmemory;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.ThreadStore;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.SessionThread;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.UserMessages;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class InMemoryThreads implements ThreadStore {

    private static final Comparator<ChatThread> LATEST_FIRST =
            (one, other) -> Moment.ORDER.compare(lastMessage(other), lastMessage(one));

    private static final Comparator<UserMessages> MOST_FIRST = Comparator.comparingLong(
                    (UserMessages of) -> -of.messages())
            .thenComparing(of -> of.user().value(), Order.OF_TEXTS);

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
    public Map<SessionId, List<ChatThread>> used(
            SessionAccess access, Collection<SessionId> sessions, Instant since, int each) {
        var tables = transaction.reading();
        return sessions.stream()
                .flatMap(id -> tables.sessions().find(access, id).stream())
                .flatMap(session -> tables.threads()
                        .ofSession(session.id())
                        .ascending()
                        .map(KeptThread::thread)
                        .filter(thread -> isUsed(thread, since))
                        .sorted(LATEST_FIRST)
                        .limit(each))
                .collect(groupingBy(ChatThread::session));
    }

    private static Moment lastMessage(ChatThread thread) {
        return new Moment(thread.lastMessageAt().orElseThrow(), thread.id().value());
    }

    private static boolean isUsed(ChatThread thread, Instant since) {
        return thread.lastMessageAt().filter(at -> !at.isBefore(since)).isPresent();
    }

    @Override
    public List<UserMessages> messages(SessionKind kind, Instant since, int limit) {
        var tables = transaction.reading();
        var counts = tables.sessions()
                .used(kind, since, Optional.empty(), Long.MAX_VALUE)
                .filter(session -> session.owner().isPresent())
                .collect(groupingBy(
                        session -> session.owner().get(), summingLong(session -> messagesIn(tables, session.id()))));
        return counts.entrySet().stream()
                .map(count -> new UserMessages(count.getKey(), count.getValue()))
                .filter(user -> user.messages() > 0)
                .sorted(MOST_FIRST)
                .limit(limit)
                .toList();
    }

    private static long messagesIn(Tables tables, SessionId session) {
        return tables.threads()
                .ofSession(session)
                .ascending()
                .mapToLong(kept -> kept.thread().messageCount())
                .sum();
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
