package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
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
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.usage.UsageTotal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the tests of this package keep. */
final class Samples {

    static final UserId ANNA = new UserId("anna");

    static final SessionAccess ALL = new SessionAccess.Any();

    static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123456Z");

    static final SessionId SESSION = new SessionId(id(1));

    static final ThreadId THREAD = new ThreadId(id(2));

    static final LogScope LOG = new LogScope.OfSession(SESSION);

    private Samples() {}

    static UUID id(long number) {
        return new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }

    static Session session() {
        return new Session(
                SESSION,
                SessionKind.CHAT,
                Optional.of(ANNA),
                "main",
                Optional.empty(),
                SessionStatus.ACTIVE,
                new Answerer.Assistant(),
                NOON,
                NOON,
                Optional.empty(),
                1);
    }

    static Session answeredBy(Answerer answerer, Session session) {
        return new Session(
                session.id(),
                session.kind(),
                session.owner(),
                session.key(),
                session.title(),
                session.status(),
                answerer,
                session.createdAt(),
                session.lastActivityAt(),
                session.endedAt(),
                session.version() + 1);
    }

    static ChatThread thread() {
        return thread(2, "main");
    }

    static ChatThread thread(long number, String key) {
        return new ChatThread(
                new ThreadId(id(number)),
                SESSION,
                key,
                Optional.empty(),
                NOON,
                Optional.empty(),
                0,
                0,
                UsageTotal.ZERO,
                0,
                1);
    }

    static MessageId messageId(long position) {
        return new MessageId(id(1_000_000 + position));
    }

    static Message message(long position) {
        return new Message(
                messageId(position),
                SESSION,
                THREAD,
                position,
                Role.USER,
                List.of(new Part.Text("message " + position)),
                MessageSource.CLIENT,
                Optional.empty(),
                MessageStatus.COMPLETE,
                Optional.empty(),
                NOON,
                1);
    }

    static StoredReply reply(long number) {
        var reply = new Reply(
                new ReplyId(id(number)),
                SESSION,
                THREAD,
                messageId(1),
                messageId(number),
                ReplyStatus.QUEUED,
                0,
                TextOffset.START,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOON.plusSeconds(number),
                Optional.empty());
        return new StoredReply(reply, Optional.empty(), Optional.empty(), Optional.empty(), 1, false, 1);
    }

    static StoredReply claimed(StoredReply queued) {
        return queued.claimedBy("node-1", new Fence(1), NOON.plusSeconds(15));
    }

    static EventBody told(Message message) {
        return new EventBody(
                "message_added",
                Optional.of(message.thread()),
                Optional.of(message.id()),
                Optional.empty(),
                Optional.empty(),
                JsonValue.Fields.EMPTY);
    }

    static EventBody delta(StoredReply reply, int offset, String text) {
        return new EventBody(
                "reply_delta",
                Optional.of(THREAD),
                Optional.empty(),
                Optional.of(reply.reply().id()),
                Optional.of(new Delta(new TextOffset(offset), text)),
                JsonValue.Fields.EMPTY);
    }

    /** A session with a thread in which {@code messages} messages stand. */
    static InMemoryStorage storageWith(int messages) {
        var storage =
                InMemoryStorage.builder().clock(MovableClock.startingAt(NOON)).build();
        storage.write(stores -> {
            stores.sessions().insert(session(), 7);
            stores.threads().insert(thread());
            for (var position = 1; position <= messages; position++) {
                append(stores, position);
            }
            return true;
        });
        return storage;
    }

    static void append(Stores stores, long position) {
        var message = message(position);
        stores.messages().append(message);
        stores.events().append(LOG, told(message));
        stores.threads().record(thread().grownBy(1, 1, NOON));
        stores.sessions().touch(SESSION, NOON.plusSeconds(position));
    }
}
