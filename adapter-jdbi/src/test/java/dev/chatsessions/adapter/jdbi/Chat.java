package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A user's session with one thread, and the turns that tests make in it. */
record Chat(UserId owner, SessionId session, ThreadId thread) {

    private static final AtomicLong IDS = new AtomicLong();

    private static final long OF_THIS_PROCESS = new SecureRandom().nextLong() & 0x3fff_ffff_ffff_ffffL;

    static final long EPOCH = 17;

    static Chat started(Storage storage, String owner) {
        return storage.write(stores -> started(stores, owner));
    }

    static Chat started(Stores stores, String owner) {
        var chat = new Chat(new UserId(owner), new SessionId(id()), new ThreadId(id()));
        var now = stores.now();
        if (!stores.sessions().insert(chat.newSession(now), EPOCH)
                || !stores.threads().insert(chat.newThread(now))) {
            throw new IllegalStateException("could not be started");
        }
        return chat;
    }

    SessionAccess access() {
        return new SessionAccess.Owner(owner);
    }

    LogScope log() {
        return new LogScope.OfSession(session);
    }

    /** Two messages, their events, tokens and activity: what the core does for one turn. */
    ChatThread turn(Storage storage, String question, String answer) {
        return storage.write(stores -> turn(stores, question, answer));
    }

    ChatThread turn(Stores stores, String question, String answer) {
        return turn(
                stores, stores.threads().lock(access(), thread).orElseThrow().thread(), question, answer);
    }

    /** The same in the thread as it was found when it was locked. */
    ChatThread turn(Stores stores, ChatThread found, String question, String answer) {
        var now = stores.now();
        var tokens = TokenCount.measured("test", 12, 34);
        say(stores, message(found.lastPosition() + 1, Role.USER, question, now));
        say(stores, message(found.lastPosition() + 2, Role.ASSISTANT, answer, now));
        stores.usage()
                .record(new UsageEntry(id(), owner, session, thread, Optional.of(new ReplyId(id())), 1, tokens, now));
        var grown = found.grownBy(2, 2, now).spending(found.usage().plus(tokens));
        stores.threads().record(grown);
        stores.sessions().touch(session, now);
        return grown;
    }

    /** A reply in this chat's thread that somebody has claimed. */
    ReplyId runningReply(Stores stores) {
        var now = stores.now();
        var reply = new Reply(
                new ReplyId(id()),
                session,
                thread,
                new MessageId(id()),
                new MessageId(id()),
                ReplyStatus.RUNNING,
                1,
                TextOffset.START,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty());
        stores.replies()
                .insert(new StoredReply(
                        reply, Optional.of(new Fence(1)), Optional.of(now), Optional.of("node-1"), 0, false, 1));
        return reply.id();
    }

    /** What the core does for a piece of an answer. */
    static void append(Stores stores, StoredReply stored, String text) {
        var reply = stored.reply();
        stores.events()
                .append(
                        new LogScope.OfSession(reply.session()),
                        new EventBody(
                                "reply_delta",
                                Optional.of(reply.thread()),
                                Optional.empty(),
                                Optional.of(reply.id()),
                                Optional.of(new Delta(reply.end(), text)),
                                JsonValue.Fields.EMPTY));
        stores.replies().renew(stored.renewed(reply.writtenTo(reply.end().plus(text.length())), stores.now()));
    }

    List<Message> newest(Storage storage, int limit) {
        return storage.read(stores -> stores.messages().history(access(), thread, Long.MAX_VALUE, limit))
                .orElseThrow()
                .messages();
    }

    Message message(long position, Role role, String text, Instant at) {
        return new Message(
                new MessageId(id()),
                session,
                thread,
                position,
                role,
                List.of(new Part.Text(text)),
                MessageSource.CLIENT,
                Optional.empty(),
                MessageStatus.COMPLETE,
                Optional.empty(),
                at,
                1);
    }

    private void say(Stores stores, Message message) {
        stores.messages().append(message);
        stores.events()
                .append(
                        log(),
                        new EventBody(
                                "message_added",
                                Optional.of(thread),
                                Optional.of(message.id()),
                                Optional.empty(),
                                Optional.empty(),
                                JsonValue.Fields.EMPTY));
    }

    private Session newSession(Instant now) {
        return new Session(
                session,
                SessionKind.CHAT,
                Optional.of(owner),
                "key-" + session,
                Optional.empty(),
                SessionStatus.ACTIVE,
                new Answerer.Assistant(),
                now,
                now,
                Optional.empty(),
                1);
    }

    private ChatThread newThread(Instant now) {
        return new ChatThread(
                thread, session, "main", Optional.empty(), now, Optional.empty(), 0, 0, UsageTotal.ZERO, 0, 1);
    }

    /** Ascending, as the ids of the core are, and others in another process. */
    static UUID id() {
        return new UUID(
                0x0190_0000_0000_7000L + (IDS.incrementAndGet() << 16), 0x8000_0000_0000_0000L | OF_THIS_PROCESS);
    }
}
