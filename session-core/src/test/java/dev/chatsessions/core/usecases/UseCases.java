package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.MachineId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.Subscription;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.DeviceMessenger;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.worker.WorkerApplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** What every suite begins with: a core on a fresh storage, and the words that its tests are told in. */
abstract class UseCases {

    static final String ADMIN_TOKEN = "an-admin-token-that-the-host-configured";

    static final Duration LEASE = Duration.ofSeconds(15);

    static final Caller.User ANN = Caller.user("ann");

    static final Caller.User BOB = Caller.user("bob");

    static final Caller.Admin ADMIN = Caller.admin("operator");

    static final Caller.Worker ROBOT = new Caller.Worker(new WorkerId("robot"));

    private final AtomicInteger names = new AtomicInteger();

    private final Map<Caller.Worker, Caller.User> employed = new ConcurrentHashMap<>();

    private final ConcurrentLinkedDeque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();

    Backend backend;

    ScriptedAssistant assistant;

    SessionCore chat;

    /** A fresh storage; closed by the suite. */
    abstract Backend open();

    /** What this suite's core is set to. */
    Settings settings() {
        return Settings.defaults();
    }

    /** Who tells devices anything; nobody unless a suite says. */
    DeviceMessenger messenger() {
        return DeviceMessenger.none();
    }

    @BeforeEach
    final void open_a_fresh_storage() {
        backend = open();
        assistant = new ScriptedAssistant();
        chat = node(assistant);
    }

    @AfterEach
    final void close_what_was_opened() throws Exception {
        assistant.release();
        for (var each : opened) {
            each.close();
        }
        backend.close();
    }

    /** One more node on the same storage. */
    SessionCore node(ScriptedAssistant itsAssistant) {
        return opened(SessionCore.builder()
                .storage(backend.storage())
                .assistant(itsAssistant)
                .settings(settings())
                .housekeeping(Housekeeping.external())
                .adminToken(ADMIN_TOKEN)
                .codeHasher(new QuickCodes())
                .messenger(messenger())
                .linkCodesShown(true)
                .build());
    }

    /** Remembers to close it, latest first. */
    <C extends AutoCloseable> C opened(C closeable) {
        opened.addFirst(closeable);
        return closeable;
    }

    String freshName() {
        return "name-" + names.incrementAndGet();
    }

    Session session(Caller.User caller, SessionKind kind) {
        if (kind == SessionKind.WORKER) {
            employ(caller, ROBOT);
        }
        return chat.sessions().start(caller, startOf(kind), RequestKey.none());
    }

    /** Makes the robot the user's, unless it is. */
    void employ(Caller.User user, Caller.Worker robot) {
        if (employed.putIfAbsent(robot, user) == null) {
            var application = new WorkerApplication(robot.id(), new MachineId("machine"), "A robot", 64);
            var challenge = chat.workers().register(application, Optional.empty());
            chat.workers().approve(user, challenge.userCode(), Optional.empty());
        }
    }

    /** What it takes to start a session of any kind; the robot answers in those of workers. */
    SessionStart startOf(SessionKind kind) {
        return kind == SessionKind.WORKER
                ? new SessionStart(kind, Optional.empty(), Optional.empty(), new Answerer.Worker(ROBOT.id()))
                : SessionStart.of(kind);
    }

    /** A new thread in a new chat with the assistant. */
    ThreadId thread(Caller.User caller) {
        return threadIn(caller, session(caller, SessionKind.CHAT).id()).id();
    }

    /** A new thread in a new session in which the robot answers. */
    ThreadId robotThread(Caller.User caller) {
        return threadIn(caller, session(caller, SessionKind.WORKER).id()).id();
    }

    ChatThread threadIn(Caller caller, SessionId session) {
        return chat.threads().start(caller, session, ThreadStart.unnamed(), RequestKey.none());
    }

    /** A chat of Ann's with one thread of so many messages. */
    Session sessionWithMessages(int count) {
        var session = session(ANN, SessionKind.CHAT);
        var thread = threadIn(ANN, session.id()).id();
        for (var i = 1; i <= count; i++) {
            chat.threads().append(ANN, thread, List.of(NewMessage.user("message " + i)), RequestKey.none());
        }
        return session;
    }

    Reply ask(Caller caller, ThreadId thread, String text) {
        return chat.replies().ask(caller, thread, Question.of(text), RequestKey.none());
    }

    /** Asks, and waits for the answer's end. */
    Reply answered(Caller caller, ThreadId thread, String text) {
        return finished(caller, ask(caller, thread, text).id());
    }

    Reply finished(Caller caller, ReplyId reply) {
        var end = chat.replies().await(caller, reply, Patience.LIMIT);
        assertEquals(ReplyStatus.FINISHED, end.status(), "waited for the reply to be finished");
        return end;
    }

    String answer(Caller caller, Reply reply) {
        return chat.threads().message(caller, reply.thread(), reply.answer()).text();
    }

    /** The one reply that waits for the robot. */
    ReplyTicket claimed() {
        var tickets = chat.replies().claim(ROBOT, 10);
        assertEquals(1, tickets.size(), "replies that wait for the robot");
        return tickets.get(0);
    }

    /** A question of Ann's that the robot holds. */
    ReplyTicket heldByRobot() {
        ask(ANN, robotThread(ANN), "What do you see?");
        return claimed();
    }

    RecordingListener follow(Caller caller, Feed feed, StartAt start) {
        var listener = new RecordingListener();
        opened(subscribed(caller, feed, start, listener));
        return listener;
    }

    Subscription subscribed(Caller caller, Feed feed, StartAt start, RecordingListener listener) {
        return chat.live().subscribe(caller, feed, start, listener);
    }

    static void awaitCaughtUp(Subscription subscription) {
        assertTrue(subscription.awaitCaughtUp(Patience.LIMIT), "waited for the subscription to catch up");
    }

    /** The whole log of a feed, in pages. */
    List<LiveEvent> log(Caller caller, Feed feed) {
        return logAfter(caller, feed, new StartAt.Earliest());
    }

    List<LiveEvent> logAfter(Caller caller, Feed feed, StartAt start) {
        var events = new ArrayList<LiveEvent>();
        var more = true;
        for (var from = start; more; ) {
            var part = complete(chat.live().replay(caller, feed, from, 1_000));
            events.addAll(part.events());
            from = new StartAt.After(part.next());
            more = part.more();
        }
        return events;
    }

    static Replay.Complete complete(Replay replay) {
        if (replay instanceof Replay.Complete whole) {
            return whole;
        }
        throw new AssertionError("expected a complete replay, got " + replay);
    }

    static List<String> kinds(List<LiveEvent> events) {
        return events.stream().map(LiveEvent::kind).toList();
    }

    static Feed feed(Session session) {
        return new Feed.OfSession(session.id());
    }

    static <X extends ChatSessionsException> X refused(Class<X> type, String code, Executable call) {
        var refusal = assertThrows(type, call);
        assertEquals(code, refusal.code());
        return refusal;
    }

    static Conflict conflict(String code, Executable call) {
        return refused(Conflict.class, code, call);
    }
}
