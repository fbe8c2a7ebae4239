package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import java.util.List;
import java.util.Optional;

/** {@code /ws}: a session that several clients share. */
final class SharedRoutes {

    private final ChatSessions chat;

    private final LiveConnections connections;

    private final Gatherings gatherings = new Gatherings();

    private final RenderedEvents rendered = new RenderedEvents(SharedFrames::from);

    SharedRoutes(ChatSessions chat, LiveConnections connections) {
        this.chat = chat;
        this.connections = connections;
    }

    List<Route> routes() {
        return List.of(Route.socket("/ws", this::join, connections::refuse).withTokenIn("token"));
    }

    private void join(Call call) {
        var start = Resume.of(call, "after").start();
        connections.requireRoom(call);
        var joined = joined(call, start);
        var socket = new SharedSocket(chat, call.caller(), joined, gatherings, connections::now);
        connections.open(
                call,
                (connection, executor) -> socket.begin(connection, rendered, executor),
                new LiveConnections.Handshake(socket, Optional.empty()));
    }

    /** A session that is not there any more, not the caller's, or none at all is replaced alike. */
    private SharedSocket.Joined joined(Call call, StartAt start) {
        var wanted = call.parameters().query("session_id");
        var there = call.caller() instanceof Caller.SessionGuest guest
                ? Optional.of(guest.session())
                : wanted.flatMap(text -> find(call.caller(), text));
        if (there.isPresent()) {
            return joined(call.caller(), there.get(), "joined", start);
        }
        var fresh = chat.sessions().start(call.caller(), SessionStart.of(SessionKind.SHARED), RequestKey.none());
        return joined(call.caller(), fresh.id(), wanted.isPresent() ? "replaced" : "new", new StartAt.Head());
    }

    private SharedSocket.Joined joined(Caller caller, SessionId session, String opened, StartAt start) {
        var head = chat.live().head(caller, new Feed.OfSession(session));
        return new SharedSocket.Joined(session, opened, start, head);
    }

    private Optional<SessionId> find(Caller caller, String text) {
        try {
            return Optional.of(chat.sessions().find(caller, SessionId.parse(text)))
                    .filter(session -> session.kind() == SessionKind.SHARED
                            && session.status().isLive())
                    .map(Session::id);
        } catch (IllegalArgumentException | NotFound | Gone none) {
            return Optional.empty();
        }
    }
}
