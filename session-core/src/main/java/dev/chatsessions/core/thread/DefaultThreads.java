package dev.chatsessions.core.thread;

import static java.util.stream.Collectors.groupingBy;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.session.SessionRules;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.OpenReplies;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.ThreadStore.LockedThread;
import dev.chatsessions.thread.Appended;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.SessionThread;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.thread.Threads;
import dev.chatsessions.thread.Transcript;
import dev.chatsessions.thread.UserActivity;
import dev.chatsessions.thread.UserMessages;
import dev.chatsessions.usage.UsageTotal;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens threads, stores messages in them and reads them back. Thread-safe. */
public final class DefaultThreads implements Threads {

    /** Room for a document's prefix before the longest user id. */
    private static final int MAX_KEY = 256;

    private final Transactions transactions;

    private final OpenReplies openReplies;

    private final IdSource ids;

    private final Duration sharedExpiry;

    private final Appending appending;

    private final Rewriting rewriting;

    private final Watching watching;

    public DefaultThreads(Transactions transactions, OpenReplies openReplies, IdSource ids, Duration sharedExpiry) {
        this.transactions = transactions;
        this.openReplies = openReplies;
        this.ids = ids;
        this.sharedExpiry = sharedExpiry;
        this.appending = new Appending(transactions, ids, sharedExpiry);
        this.rewriting = new Rewriting(transactions, sharedExpiry);
        this.watching = new Watching(transactions);
    }

    @Override
    public ChatThread start(Caller caller, SessionId session, ThreadStart start, RequestKey requestKey) {
        var access = Access.toWrite(caller);
        var id = new ThreadId(ids.next());
        var checked = checked(start);
        return transactions.write(
                access,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "start-thread " + session,
                        requestKey,
                        checked,
                        List.of(id.toString()),
                        results -> writing.stores()
                                .threads()
                                .find(access, ThreadId.parse(results.get(0)))
                                .orElseThrow(() -> RequestKeys.gone("thread")),
                        () -> insert(writing, access, session, id, checked)
                                .orElseThrow(() -> new Conflict(
                                        "key-taken",
                                        "session " + session + " has a thread of this key; use another one"))));
    }

    @Override
    public ChatThread open(Caller caller, SessionId session, ThreadStart start) {
        var access = Access.toWrite(caller);
        var id = new ThreadId(ids.next());
        var checked = checked(start);
        var key = checked.key().orElseGet(id::toString);
        var there = transactions.glance(access, stores -> stores.threads().findByKey(access, session, key));
        return there.orElseGet(() -> transactions.write(
                access,
                writing -> insert(writing, access, session, id, checked)
                        .or(() -> writing.stores().threads().findByKey(access, session, key))
                        .orElseThrow(() ->
                                new Conflict("key-taken", "the thread of this key was deleted just now; try again"))));
    }

    @Override
    public ChatThread find(Caller caller, ThreadId thread) {
        var access = Access.toSee(caller);
        return transactions.glance(access, stores -> found(stores, access, thread));
    }

    @Override
    public Optional<ChatThread> findByKey(Caller caller, SessionId session, String key) {
        var access = Access.toSee(caller);
        return transactions.glance(access, stores -> {
            var thread = stores.threads().findByKey(access, session, key);
            if (thread.isEmpty()) {
                requireSession(stores, access, session);
            }
            return thread;
        });
    }

    @Override
    public Map<SessionId, ChatThread> findByKey(Caller caller, Collection<SessionId> sessions, String key) {
        var access = Access.toSee(caller);
        Limits.atOnce("sessions", sessions);
        return transactions.glance(access, stores -> stores.threads().findByKey(access, sessions, key));
    }

    @Override
    public Optional<SessionThread> findByPath(Caller caller, ThreadPath path) {
        var owner = Access.ownerOf(caller, Permission.READ);
        return transactions.glance(
                owner,
                stores -> stores.threads().findByPath(owner, path).filter(found -> isHeld(stores, found.session())));
    }

    /** A session that has expired unnoticed holds its key no longer. */
    private boolean isHeld(Stores stores, Session session) {
        return !mayExpire(session.kind())
                || SessionRules.asOf(session, stores.now(), sharedExpiry)
                        .status()
                        .holdsKey();
    }

    private static boolean mayExpire(SessionKind kind) {
        return kind == SessionKind.SHARED;
    }

    @Override
    public Page<ChatThread> list(Caller caller, SessionId session, PageRequest page) {
        var access = Access.toSee(caller);
        var list = "threads of " + session;
        var before = PageCursors.place(page, list, ThreadId::parse);
        var threads = transactions.read(access, stores -> {
            requireSession(stores, access, session);
            return stores.threads().list(access, session, before, page.limit() + 1);
        });
        return PageCursors.page(threads, page, list, thread -> thread.id().toString(), thread -> thread);
    }

    @Override
    public ChatThread rename(Caller caller, ThreadId thread, Optional<String> title, ExpectedVersion expected) {
        var access = Access.toManage(caller);
        Limits.name("title", title, 200);
        return transactions.write(access, writing -> {
            var now = locked(writing, access, thread).thread();
            if (!expected.matches(now.version())) {
                throw new Stale("thread " + thread + " is at version " + now.version() + "; read it again");
            }
            if (now.title().equals(title)) {
                return now;
            }
            var next = now.renamedTo(title);
            if (!writing.stores().threads().change(next, now.version())) {
                throw new Stale("thread " + thread + " changed meanwhile; read it again");
            }
            writing.publish(new LogScope.OfSession(now.session()), ThreadEvents.renamed(next));
            return next;
        });
    }

    @Override
    public ChatThread clear(Caller caller, ThreadId thread) {
        var access = Access.toEnd(caller);
        return transactions.write(access, writing -> {
            var locked = locked(writing, access, thread);
            var session = locked.thread().session();
            openReplies.stopIn(writing, thread);
            var now = found(writing.stores(), access, thread);
            writing.stores().messages().clear(session, thread);
            writing.stores().events().clear(session, thread);
            writing.stores().permissions().clear(session, thread);
            var sequence = writing.publish(new LogScope.OfSession(session), ThreadEvents.cleared(thread));
            var cleared = now.clearedThrough(sequence);
            writing.stores().threads().record(cleared);
            keepUsed(writing, locked);
            return cleared;
        });
    }

    @Override
    public void delete(Caller caller, ThreadId thread) {
        var access = Access.toEnd(caller);
        transactions.run(access, writing -> {
            var locked = locked(writing, access, thread);
            var session = locked.thread().session();
            openReplies.stopIn(writing, thread);
            // The log is the session's and stays readable: what it told of this thread goes with the thread.
            writing.stores().messages().clear(session, thread);
            writing.stores().events().clear(session, thread);
            writing.stores().permissions().clear(session, thread);
            writing.publish(new LogScope.OfSession(session), ThreadEvents.deleted(thread));
            writing.stores().threads().delete(thread, writing.now());
            keepUsed(writing, locked);
        });
    }

    @Override
    public Appended append(Caller caller, ThreadId thread, List<NewMessage> messages, RequestKey requestKey) {
        return appending.append(caller, thread, messages, Optional.empty(), requestKey);
    }

    @Override
    public Appended append(
            Caller caller, ThreadId thread, List<NewMessage> messages, TokenCount tokens, RequestKey requestKey) {
        return appending.append(caller, thread, messages, Optional.of(tokens), requestKey);
    }

    @Override
    public Message rewrite(Caller caller, ThreadId thread, MessageId message, String text, ExpectedVersion expected) {
        return rewriting.rewrite(caller, thread, message, text, expected);
    }

    @Override
    public Message message(Caller caller, ThreadId thread, MessageId message) {
        var access = Access.toRead(caller);
        return transactions.glance(
                access,
                stores -> stores.messages()
                        .find(access, thread, message)
                        .orElseThrow(() -> stores.threads().find(access, thread).isPresent()
                                ? new NotFound("there is no message " + message)
                                : Access.missing(stores, access, thread)));
    }

    @Override
    public Transcript transcript(Caller caller, ThreadId thread, PageRequest page) {
        var access = Access.toRead(caller);
        return Transcripts.isOnePiece(page)
                ? transactions.glance(access, stores -> Transcripts.read(stores, access, thread, page))
                : transactions.read(access, stores -> Transcripts.read(stores, access, thread, page));
    }

    @Override
    public Optional<Transcript> transcript(Caller caller, ThreadPath path, PageRequest page) {
        var owner = Access.ownerOf(caller, Permission.READ);
        if (page.after().isPresent() || !Transcripts.isOnePiece(page) || mayExpire(path.kind())) {
            return findByPath(caller, path)
                    .map(found -> transcript(caller, found.thread().id(), page));
        }
        return transactions.glance(
                owner,
                stores -> stores.messages().history(owner, path, page.limit()).map(Transcripts::fitting));
    }

    @Override
    public Map<ThreadId, List<Message>> newest(Caller caller, Collection<ThreadId> threads, int places) {
        var access = Access.toRead(caller);
        Limits.atOnce("threads", threads);
        if (places < 1 || places > PageRequest.MAX_LIMIT) {
            throw new Invalid("places", "must be from 1 to " + PageRequest.MAX_LIMIT);
        }
        return transactions
                .read(access, stores -> stores.messages().newest(access, threads, places, Limits.TEXT_BYTES))
                .stream()
                .sorted(Comparator.comparing(Message::position))
                .collect(groupingBy(Message::thread));
    }

    @Override
    public Page<UserActivity> activity(Caller caller, SessionKind kind, int hours, PageRequest page) {
        return watching.activity(caller, kind, hours, page);
    }

    @Override
    public List<UserMessages> writers(Caller caller, SessionKind kind, int hours, int limit) {
        return watching.writers(caller, kind, hours, limit);
    }

    @Override
    public Optional<Transcript> transcriptOf(Caller caller, UserId owner, ThreadPath path, PageRequest page) {
        return watching.transcript(caller, owner, path, page);
    }

    private Optional<ChatThread> insert(
            Writing writing, SessionAccess access, SessionId session, ThreadId id, ThreadStart start) {
        var locked = writing.stores()
                .sessions()
                .lock(access, session)
                .orElseThrow(() -> Access.missing(writing.stores(), access, session));
        Session now = SessionRules.asOf(locked.session(), writing.now(), sharedExpiry);
        var thread = begun(writing, session, id, start);
        if (!writing.stores().threads().insert(thread)) {
            return Optional.empty();
        }
        SessionRules.requireOpenForMessages(now);
        writing.publish(new LogScope.OfSession(session), ThreadEvents.opened(thread));
        Activity.in(writing, now);
        return Optional.of(thread);
    }

    /** Opens the first thread of a session that begins in this transaction. */
    public static void openFirst(Writing writing, Session session, ThreadId id, String key) {
        var thread = begun(writing, session.id(), id, ThreadStart.of(key));
        writing.stores().threads().insert(thread);
        writing.publish(new LogScope.OfSession(session.id()), ThreadEvents.opened(thread));
    }

    private static ChatThread begun(Writing writing, SessionId session, ThreadId id, ThreadStart start) {
        return new ChatThread(
                id,
                session,
                start.key().orElseGet(id::toString),
                start.title(),
                writing.now(),
                Optional.empty(),
                0,
                0,
                UsageTotal.ZERO,
                0,
                1);
    }

    /** A session that is over, swept or not, is not taken up again by what is cleared in it. */
    private void keepUsed(Writing writing, LockedThread locked) {
        var session = SessionRules.asOf(locked.locked().session(), writing.now(), sharedExpiry);
        if (session.status().isLive()) {
            Activity.in(writing, session);
        }
    }

    private static LockedThread locked(Writing writing, SessionAccess access, ThreadId thread) {
        return writing.stores()
                .threads()
                .lock(access, thread)
                .orElseThrow(() -> Access.missing(writing.stores(), access, thread));
    }

    private static ChatThread found(Stores stores, SessionAccess access, ThreadId thread) {
        return stores.threads().find(access, thread).orElseThrow(() -> Access.missing(stores, access, thread));
    }

    private static void requireSession(Stores stores, SessionAccess access, SessionId session) {
        if (stores.sessions().find(access, session).isEmpty()) {
            throw Access.missing(stores, access, session);
        }
    }

    private static ThreadStart checked(ThreadStart start) {
        Limits.name("key", start.key(), MAX_KEY);
        Limits.name("title", start.title(), 200);
        return start;
    }
}
