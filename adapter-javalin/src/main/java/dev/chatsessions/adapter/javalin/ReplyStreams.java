package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.Cursor;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.Snapshot;
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

    ReplyStreams(ChatSessions chat, ChatThreads threads, LiveConnections connections) {
        this.chat = chat;
        this.threads = threads;
        this.connections = connections;
    }

    /**
     * Streams a reply from its first word on. A page that does not ask for server-sent events by their name reads lines of
     * data, as what it was told to do before there were places; it could not come back to one.
     */
    void open(Call call, ChatThread thread, StartAt start, Cursor head, Supplier<Reply> asked) {
        connections.requireRoom(call);
        var framing = call.isOfPage() && !call.names(Produces.EVENTS) ? Framing.EVENT_LINES : Framing.EVENT_STREAM;
        follow(call, framing, asked.get(), thread.key(), start, head, 0, Optional.empty());
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
            goOn(call, named.get(), place.get());
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

    /** A place that is not in the text was never told; whoever brings it is told the reply from its first word on. */
    private void goOn(Call call, Reply reply, ReplyPlace place) {
        var thread = chat.threads().find(call.caller(), reply.thread());
        var sent = place.offset().getAsInt();
        var missed = sent == 0
                ? Optional.<GapReason>empty()
                : textSoFar(call.caller(), reply).flatMap(place::missedIn);
        if (missed.isPresent()) {
            followFromStart(call, reply, thread, missed);
        } else {
            var start = new StartAt.After(place.cursor());
            follow(call, Framing.EVENT_STREAM, reply, thread.key(), start, place.cursor(), sent, Optional.empty());
        }
    }

    /** What is written of a reply; empty where it was cleared. */
    private Optional<String> textSoFar(Caller caller, Reply reply) {
        var feed = new Feed.OfThread(reply.thread());
        if (reply.status().isOpen()
                && chat.live().replay(caller, feed, new StartAt.Unreadable(), 1) instanceof Replay.Missed now
                && now.gap().snapshot() instanceof Snapshot.OfSession session) {
            var open = session.openReplies().stream()
                    .filter(candidate -> candidate.reply().id().equals(reply.id()))
                    .findFirst();
            if (open.isPresent()) {
                return open.map(Snapshot.OpenReply::text);
            }
        }
        try {
            return Optional.of(chat.threads()
                    .message(caller, reply.thread(), reply.answer())
                    .text());
        } catch (NotFound | Gone cleared) {
            return Optional.empty();
        }
    }

    private void openReply(Call call, Optional<String> key, Optional<GapReason> missed) {
        var thread = threads.find(call, key);
        var open = thread.flatMap(
                found -> chat.replies().open(call.caller(), found.id()).stream().findFirst());
        if (open.isPresent()) {
            followFromStart(call, open.get(), thread.get(), missed);
        } else if (missed.isPresent()) {
            var threadKey = thread.map(ChatThread::key).or(() -> key).orElseGet(() -> ChatThreads.defaultKey(call));
            connections.open(call, (connection, executor) -> new NothingToResume(connection, missed.get(), threadKey));
        } else {
            call.nothing();
        }
    }

    private void followFromStart(Call call, Reply reply, ChatThread thread, Optional<GapReason> missed) {
        var head = chat.live().head(call.caller(), new Feed.OfThread(thread.id()));
        follow(call, Framing.EVENT_STREAM, reply, thread.key(), new StartAt.Unreadable(), head, 0, missed);
    }

    private void follow(
            Call call,
            Framing framing,
            Reply reply,
            String threadKey,
            StartAt start,
            Cursor head,
            int sent,
            Optional<GapReason> missed) {
        call.log().about(reply);
        connections.open(call, framing, (connection, executor) -> {
            var sink = new ReplyStream(connection, executor, chat, call.caller(), reply, threadKey, head, sent);
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
