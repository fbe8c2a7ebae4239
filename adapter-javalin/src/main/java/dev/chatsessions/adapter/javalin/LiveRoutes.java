package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.thread.ChatThread;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;

/** The logs as streams, of server-sent events or on a WebSocket; and one message, of which they told by its id. */
final class LiveRoutes {

    private final ChatThreads threads;

    private final LiveConnections connections;

    private final FeedStreams streams;

    private final ChatSessions chat;

    LiveRoutes(ChatSessions chat, LiveConnections connections) {
        this.chat = chat;
        this.threads = new ChatThreads(chat);
        this.connections = connections;
        this.streams = new FeedStreams(chat, connections);
    }

    List<Route> routes() {
        return List.of(
                Route.stream(HandlerType.GET, "/sessions/{id}/events", this::session),
                Route.stream(HandlerType.GET, "/threads/{id}/events", this::thread),
                Route.stream(HandlerType.GET, "/me/events", this::user),
                Route.get("/threads/{id}/messages/{message}", Access.CALLERS, this::message),
                Route.socket("/me/events", this::user, connections::refuse),
                Route.socket("/sessions/{id}/events", this::session, connections::refuse),
                Route.socket("/threads/{id}/events", this::thread, connections::refuse));
    }

    private void session(Call call) {
        streams.open(call, new Feed.OfSession(call.parameters().sessionId("id")));
    }

    private void user(Call call) {
        streams.open(call, new Feed.OfUser(call.user()));
    }

    private void thread(Call call) {
        streams.open(call, new Feed.OfThread(threadId(call, call.parameters().path("id"))));
    }

    private void message(Call call) {
        var thread = threadId(call, call.parameters().path("id"));
        call.json(200, MessageJson.from(chat.threads().message(call.caller(), thread, messageId(call))));
    }

    private static MessageId messageId(Call call) {
        try {
            return MessageId.parse(call.parameters().path("message"));
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no message has this id");
        }
    }

    /** By id whatever the session, or by key in the caller's chat session. */
    private ThreadId threadId(Call call, String text) {
        try {
            return ThreadId.parse(text);
        } catch (IllegalArgumentException aKey) {
            return threads.find(call, Optional.of(text))
                    .map(ChatThread::id)
                    .orElseThrow(() -> new NotFound("no thread of the caller's has this key"));
        }
    }
}
