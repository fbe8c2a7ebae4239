package dev.chatsessions.core.thread;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.ThreadEvent.MessageAdded;
import dev.chatsessions.thread.ThreadEvent.MessageChanged;
import dev.chatsessions.thread.ThreadEvent.MessageRemoved;
import dev.chatsessions.thread.ThreadEvent.ThreadCleared;
import dev.chatsessions.thread.ThreadEvent.ThreadDeleted;
import dev.chatsessions.thread.ThreadEvent.ThreadOpened;
import dev.chatsessions.thread.ThreadEvent.ThreadRenamed;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Thread events as a log keeps them, and back. Pure. */
public final class ThreadEvents {

    private ThreadEvents() {}

    public static EventBody opened(ChatThread thread) {
        return ofThread("thread_opened", thread.id(), fields -> {
            fields.put("key", JsonValue.of(thread.key()));
            thread.title().ifPresent(title -> fields.put("title", JsonValue.of(title)));
        });
    }

    public static EventBody renamed(ChatThread thread) {
        return ofThread("thread_renamed", thread.id(), fields -> {
            thread.title().ifPresent(title -> fields.put("title", JsonValue.of(title)));
            fields.put("version", JsonValue.of(thread.version()));
        });
    }

    static EventBody cleared(ThreadId thread) {
        return ofThread("thread_cleared", thread, fields -> {});
    }

    static EventBody deleted(ThreadId thread) {
        return ofThread("thread_deleted", thread, fields -> {});
    }

    public static EventBody added(Message message) {
        return ofMessage("message_added", message);
    }

    public static EventBody changed(Message message) {
        return ofMessage("message_changed", message);
    }

    public static EventBody removed(Message message) {
        return ofMessage("message_removed", message);
    }

    private static EventBody ofMessage(String kind, Message message) {
        return new EventBody(
                kind,
                Optional.of(message.thread()),
                Optional.of(message.id()),
                Optional.empty(),
                Optional.empty(),
                JsonValue.Fields.EMPTY);
    }

    /** The event as the domain knows it; empty when it is not a thread's. */
    public static Optional<LiveEvent> read(LoggedEvent logged) {
        var scope = logged.scope();
        var sequence = logged.sequence();
        var at = logged.at();
        var data = new Bodies.Reader(logged.body().data());
        return Optional.ofNullable(
                switch (logged.body().kind()) {
                    case "thread_opened" ->
                        new ThreadOpened(
                                scope, sequence, at, thread(logged), data.text("key"), data.optionalText("title"));
                    case "thread_renamed" ->
                        new ThreadRenamed(
                                scope,
                                sequence,
                                at,
                                thread(logged),
                                data.optionalText("title"),
                                data.number("version"));
                    case "thread_cleared" -> new ThreadCleared(scope, sequence, at, thread(logged));
                    case "thread_deleted" -> new ThreadDeleted(scope, sequence, at, thread(logged));
                    case "message_added" ->
                        logged.message()
                                .<LiveEvent>map(message -> new MessageAdded(scope, sequence, at, message))
                                .orElseGet(() -> removed(logged));
                    case "message_changed" ->
                        logged.message()
                                .<LiveEvent>map(message -> new MessageChanged(scope, sequence, at, message))
                                .orElseGet(() -> removed(logged));
                    case "message_removed" -> removed(logged);
                    default -> null;
                });
    }

    private static LiveEvent removed(LoggedEvent logged) {
        MessageId message = logged.body().message().orElseThrow();
        return new MessageRemoved(logged.scope(), logged.sequence(), logged.at(), thread(logged), message);
    }

    private static ThreadId thread(LoggedEvent logged) {
        return logged.body().thread().orElseThrow();
    }

    private static EventBody ofThread(String kind, ThreadId thread, Consumer<Map<String, JsonValue>> data) {
        return new EventBody(
                kind, Optional.of(thread), Optional.empty(), Optional.empty(), Optional.empty(), Bodies.fields(data));
    }
}
