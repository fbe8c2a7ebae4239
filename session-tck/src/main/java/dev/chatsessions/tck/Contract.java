package dev.chatsessions.tck;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.Work;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.usage.UsageEntry;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all contracts share: a fresh storage for each test, and the words to fill it. Used by one test at a time. */
public abstract class Contract {

    static final UserId ANNA = new UserId("anna");

    static final UserId BERT = new UserId("bert");

    static final SessionAccess ANY = new SessionAccess.Any();

    static final int ALL = 1_000;

    final TestIds ids = new TestIds();

    final TestSessions sessions = new TestSessions(ids);

    final TestThreads threads = new TestThreads(ids);

    final TestMessages messages = new TestMessages(ids);

    final TestReplies replies = new TestReplies(ids);

    private final StorageFixture fixture;

    private Storage storage;

    /** With the fixture of one test. */
    protected Contract(StorageFixture fixture) {
        this.fixture = requireNonNull(fixture, "fixture");
    }

    @BeforeEach
    final void openStorage() {
        storage = fixture.open();
    }

    @AfterEach
    final void closeStorage() {
        fixture.close();
    }

    final Storage storage() {
        return storage;
    }

    final void advance(Duration by) {
        fixture.advance(by);
    }

    final <T> T read(Work<T> work) {
        return storage.read(work);
    }

    final <T> T write(Work<T> work) {
        return storage.write(work);
    }

    /** One transaction that says whether it changed what it was to change. */
    final boolean did(Predicate<Stores> work) {
        return storage.write(work::test);
    }

    /** One transaction whose result is of no interest. */
    final void keep(Consumer<Stores> work) {
        storage.write(stores -> {
            work.accept(stores);
            return true;
        });
    }

    /** One transaction that holds the session's lock. */
    final void keepIn(SessionId session, Consumer<Stores> work) {
        keepIn(session, (stores, locked) -> work.accept(stores));
    }

    /** One transaction that holds the session's lock, and what the lock showed. */
    final void keepIn(SessionId session, BiConsumer<Stores, LockedSession> work) {
        keep(stores -> work.accept(stores, stores.sessions().lock(ANY, session).orElseThrow()));
    }

    final Session started(Session session) {
        assertTrue(
                did(stores -> stores.sessions().insert(session, TestEvents.EPOCH)),
                () -> "session " + session.id() + " was not kept");
        return session;
    }

    final ChatThread opened(ChatThread thread) {
        keepIn(
                thread.session(),
                stores -> assertTrue(stores.threads().insert(thread), () -> "thread " + thread.id() + " was not kept"));
        return thread;
    }

    /** A thread in a new session of that owner. */
    final ChatThread openedFor(UserId owner) {
        return opened(threads.in(started(sessions.active(owner, "key-of-" + owner))));
    }

    final Message said(Message message) {
        keepIn(message.session(), stores -> stores.messages().append(message));
        return message;
    }

    /** Keeps the reply with its question and its open answer, and records both in the thread. */
    final StoredReply asked(StoredReply reply) {
        keepIn(reply.reply().session(), stores -> {
            var thread = stores.threads().find(ANY, reply.reply().thread()).orElseThrow();
            var question = messages.question(reply.reply(), thread.lastPosition() + 1);
            var answer = messages.openAnswer(reply.reply(), thread.lastPosition() + 2);
            stores.messages().append(question);
            stores.messages().append(answer);
            stores.replies().insert(reply);
            stores.threads().record(thread.grownBy(2, 1, question.createdAt()));
        });
        return reply;
    }

    final void changed(StoredReply next) {
        keepIn(next.reply().session(), stores -> stores.replies().change(next));
    }

    /** Appends the events to the session's log in one transaction. */
    final void logged(SessionId session, EventBody... bodies) {
        keepIn(session, stores -> {
            for (var body : bodies) {
                stores.events().append(TestEvents.logOf(session), body);
            }
        });
    }

    final void spent(UsageEntry entry) {
        keep(stores -> stores.usage().record(entry));
    }

    final StoredReply stored(StoredReply reply) {
        return read(stores -> stores.replies().find(ANY, reply.reply().id())).orElseThrow();
    }

    final Session stored(Session session) {
        return read(stores -> stores.sessions().find(ANY, session.id())).orElseThrow();
    }

    final ChatThread stored(ChatThread thread) {
        return read(stores -> stores.threads().find(ANY, thread.id())).orElseThrow();
    }

    final Message stored(Message message) {
        return read(stores -> stores.messages().find(ANY, message.thread(), message.id()))
                .orElseThrow();
    }

    static List<SessionId> idsOf(List<Session> list) {
        return list.stream().map(Session::id).toList();
    }
}
