package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.net.URI;
import java.util.List;

/** The product: each message is stored in one session's log, which everybody follows. */
final class ChatBroadcaster implements Broadcaster {

    private static final int CONNECTIONS = 8;

    private final Caller user = Caller.user("somebody");

    private final Place place;

    private final CommitClock clock;

    private final SessionCore core;

    private final ChatServer server;

    private final ChatThread thread;

    private ChatBroadcaster(Place place) {
        this.place = place;
        clock = new CommitClock(place.storage());
        core = SessionCore.builder().storage(clock).build();
        server = ChatServer.withLogin(core, user);
        var session = core.sessions().start(user, SessionStart.of(SessionKind.CHAT), RequestKey.none());
        thread = core.threads().start(user, session.id(), ThreadStart.unnamed(), RequestKey.none());
    }

    static ChatBroadcaster open(String placeName) {
        return new ChatBroadcaster(Place.open(placeName, CONNECTIONS));
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port() + "/sessions/" + thread.session() + "/events");
    }

    @Override
    public long publish(long mark, long told) {
        var message = NewMessage.user(Words.marked(mark));
        core.threads().append(user, thread.id(), List.of(message), RequestKey.none());
        return clock.committed();
    }

    @Override
    public String place() {
        return core.live().head(user, new Feed.OfSession(thread.session())).toString();
    }

    @Override
    public int listeners() {
        return server.openStreams();
    }

    @Override
    public void close() {
        server.close();
        core.close();
        place.close();
    }
}
