package dev.chatsessions.tck;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import java.util.Map;
import java.util.Optional;

/** Bodies of events, and the logs they go into. */
final class TestEvents {

    /** Larger than what 32 bits hold. */
    static final long EPOCH = 0x6543_2109_8765L;

    private TestEvents() {}

    static LogScope logOf(SessionId session) {
        return new LogScope.OfSession(session);
    }

    static LogScope logOf(UserId user) {
        return new LogScope.OfUser(user);
    }

    static LogScope logOf(WorkerId worker) {
        return new LogScope.OfWorker(worker);
    }

    static EventBody notice(String text) {
        return body("notice", Optional.empty(), new JsonValue.Fields(Map.of("text", JsonValue.of(text))));
    }

    static EventBody opened(ChatThread thread) {
        return body("thread_opened", Optional.of(thread), JsonValue.Fields.EMPTY);
    }

    static EventBody added(Message message) {
        return new EventBody(
                "message_added",
                Optional.of(message.thread()),
                Optional.of(message.id()),
                Optional.empty(),
                Optional.empty(),
                JsonValue.Fields.EMPTY);
    }

    static EventBody queued(Reply reply) {
        return new EventBody(
                "reply_queued",
                Optional.of(reply.thread()),
                Optional.empty(),
                Optional.of(reply.id()),
                Optional.empty(),
                JsonValue.Fields.EMPTY);
    }

    static EventBody finished(Reply reply) {
        return new EventBody(
                "reply_finished",
                Optional.of(reply.thread()),
                Optional.of(reply.answer()),
                Optional.of(reply.id()),
                Optional.empty(),
                JsonValue.Fields.EMPTY);
    }

    static EventBody delta(Reply reply, int offset, String text) {
        return new EventBody(
                "reply_delta",
                Optional.of(reply.thread()),
                Optional.empty(),
                Optional.of(reply.id()),
                Optional.of(new Delta(new TextOffset(offset), text)),
                JsonValue.Fields.EMPTY);
    }

    private static EventBody body(String kind, Optional<ChatThread> thread, JsonValue.Fields data) {
        return new EventBody(
                kind, thread.map(ChatThread::id), Optional.empty(), Optional.empty(), Optional.empty(), data);
    }
}
