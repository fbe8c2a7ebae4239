package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.live.Feed;

/** Opens streams of logs, of server-sent events or on a WebSocket. */
record FeedStreams(ChatSessions chat, LiveConnections connections, FeedFrames frames) {

    FeedStreams(ChatSessions chat, LiveConnections connections) {
        this(chat, connections, FeedFrames.ofLog(new RenderedEvents(EventJson::from)));
    }

    void open(Call call, Feed feed) {
        var start = Resume.of(call).start();
        var head = chat.live().head(call.caller(), feed);
        connections.open(call, (connection, executor) -> {
            var sink = new FeedStream(connection, frames, start, head);
            new FeedReader(chat.live(), call.caller(), feed, connection, sink, executor).begin(head, start);
            return sink;
        });
    }
}
