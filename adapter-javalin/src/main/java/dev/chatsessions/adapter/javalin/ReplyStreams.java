package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.Cursor;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.thread.ChatThread;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the streams of {@code /chat/stream}. */
final class ReplyStreams {

    private final ChatSessions chat;

    private final ChatThreads threads;

    private final LiveConnections connections;

    private final HttpSettings settings;

    ReplyStreams(ChatSessions chat, ChatThreads threads, LiveConnections connections, HttpSettings settings) {
        this.chat = chat;
        this.threads = threads;
        this.connections = connections;
        this.settings = settings;
    }

    /** Streams a reply from its first word on. */
    void open(Call call, ChatThread thread, StartAt start, Cursor head, Supplier<Reply> asked) {
        connections.requireRoom(call);
        follow(call, asked.get(), thread.key(), start, head, 0, Optional.empty());
    }

    /** Goes on with the reply that the place names, else with the one that is being answered. */
    void resume(Call call) {
        var resume = Resume.of(call);
        var key = ChatThreads.inQuery(call);
        var place = resume.place();
        var named = place.flatMap(here -> find(call.caller(), here));
        if (named.isPresent() && place.get().offset().isEmpty()) {
            call.nothing();
            return;
        }
        if (named.isPresent()) {
            var cursor = place.get().cursor();
            var thread = chat.threads().find(call.caller(), named.get().thread());
            follow(
                    call,
                    named.get(),
                    thread.key(),
                    new StartAt.After(cursor),
                    cursor,
                    place.get().offset().getAsInt(),
                    Optional.empty());
            return;
        }
        var missed = place.isPresent()
                ? Optional.of(GapReason.FOREIGN)
                : Optional.of(GapReason.MALFORMED).filter(unreadable -> resume.isGiven());
        openReply(call, key, missed);
    }

    private Optional<Reply> find(Caller caller, ReplyPlace place) {
        try {
            return Optional.of(chat.replies().find(caller, place.reply()));
        } catch (NotFound | Gone notTheirs) {
            return Optional.empty();
        }
    }

    private void openReply(Call call, Optional<String> key, Optional<GapReason> missed) {
        var thread = threads.find(call, key);
        var open = thread.flatMap(
                found -> chat.replies().open(call.caller(), found.id()).stream().findFirst());
        if (open.isPresent()) {
            var head = chat.live()
                    .head(call.caller(), new Feed.OfThread(thread.get().id()));
            follow(call, open.get(), thread.get().key(), new StartAt.Unreadable(), head, 0, missed);
        } else if (missed.isPresent()) {
            var threadKey = thread.map(ChatThread::key).or(() -> key).orElseGet(() -> ChatThreads.defaultKey(call));
            connections.open(call, (connection, executor) -> new NothingToResume(connection, missed.get(), threadKey));
        } else {
            call.nothing();
        }
    }

    private void follow(
            Call call,
            Reply reply,
            String threadKey,
            StartAt start,
            Cursor head,
            int sent,
            Optional<GapReason> missed) {
        connections.open(call, (connection, executor) -> {
            var sink = new ReplyStream(
                    connection, executor, chat, call.caller(), settings.retry(), reply, threadKey, head, sent);
            missed.ifPresent(sink::missed);
            if (reply.status().isOpen()) {
                new FeedReader(
                                chat.live(),
                                call.caller(),
                                new Feed.OfThread(reply.thread()),
                                connection,
                                sink,
                                executor)
                        .begin(head, start);
            } else {
                sink.hello(head);
                sink.tellFromStore();
            }
            return sink;
        });
    }
}
