package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ClientId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.join.Joined;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code /ws}: a session that several clients share. */
final class SharedRoutes {

    private final ChatSessions chat;

    private final LiveConnections connections;

    private final Gatherings gatherings = new Gatherings();

    private final RenderedEvents rendered = new RenderedEvents(SharedFrames::from);

    private final RenderedEvents spoken = new RenderedEvents(event -> VoiceFrames.asSpoken(SharedFrames.from(event)));

    SharedRoutes(ChatSessions chat, LiveConnections connections) {
        this.chat = chat;
        this.connections = connections;
    }

    List<Route> routes() {
        return List.of(Route.socket("/ws", call -> join(call, Wish.of(call), Optional.empty()), this::admit)
                .withTokenIn("token"));
    }

    /** Who shows a join token is a stranger until it was redeemed, which is done only where the guest can be let in. */
    private void admit(Call call, Unauthenticated stranger) {
        var invitation = call.parameters().query("token").filter(token -> token.startsWith(JoinToken.PREFIX));
        if (invitation.isEmpty()) {
            refuse(call, stranger, Ending.UNWELCOME);
            return;
        }
        var wish = Wish.of(call);
        connections.requireRoom();
        redeemed(call, invitation.get()).ifPresent(guest -> {
            call.by(Visitor.invited(guest));
            join(call, wish, Optional.of(guest.credential()));
        });
    }

    /** Who came by a join token; nobody where it is no good, which its holder was told then. */
    private Optional<Joined> redeemed(Call call, String invitation) {
        try {
            return Optional.of(chat.joinTokens().redeem(new Credential.Bearer(invitation)));
        } catch (Unauthenticated noGood) {
            refuse(call, noGood, Ending.UNWELCOME);
        } catch (Gone used) {
            refuse(call, used, Ending.USED);
        }
        return Optional.empty();
    }

    /**
     * @param admitted what a guest comes back with, who came by a join token just now
     */
    private void join(Call call, Wish wish, Optional<IssuedToken> admitted) {
        connections.requireRoom(call);
        var joined = joined(call, wish.start()).by(wish.client(), admitted);
        call.log().about(joined.session());
        var frames = joined.spoken() ? spoken : rendered;
        var attendance = chat.presence().enter(call.caller(), joined.session(), joined.client());
        var socket = new SharedSocket(chat, call.caller(), joined, attendance, gatherings, connections::now);
        try {
            connections.open(
                    call,
                    (connection, executor) -> socket.begin(connection, frames, executor, connections.firstFrame()),
                    new LiveConnections.Handshake(socket, protocol(call)));
        } catch (RuntimeException notOpened) {
            attendance.close();
            throw notOpened;
        }
    }

    /** What a client asks for, which is looked at before anything is done for it. */
    private record Wish(StartAt start, ClientId client) {
        static Wish of(Call call) {
            return new Wish(Resume.of(call, "after").start(), client(call));
        }

        /** A client that has no name yet is given one, which it may come back under. */
        private static ClientId client(Call call) {
            try {
                return new ClientId(call.parameters().query("client").orElseGet(UUID.randomUUID()::toString));
            } catch (IllegalArgumentException unfit) {
                throw Parameters.invalid("client", "must be 1 to 64 characters, not blank, without control characters");
            }
        }
    }

    /** A client that offers a sub-protocol hears nothing, also not why it is refused, unless one is taken up. */
    private void refuse(Call call, ChatSessionsException failure, Ending how) {
        var inbound = new Refused(asked(call), connections.now());
        connections.refuse(call, failure, how, new LiveConnections.Handshake(inbound, protocol(call)));
    }

    private static Optional<SessionId> asked(Call call) {
        return call.parameters().query("session_id").flatMap(SharedRoutes::parsed);
    }

    private static Optional<SessionId> parsed(String text) {
        try {
            return Optional.of(SessionId.parse(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /**
     * Who is not let in, and told so as everything is told here.
     *
     * @param asked the session that was asked for; of another one nothing is said
     */
    private record Refused(Optional<SessionId> asked, Instant at) implements Inbound {
        @Override
        public void heard() {
            // It is on its way out.
        }

        @Override
        public Optional<ObjectNode> hear(String type, ObjectNode frame) {
            return Optional.empty();
        }

        @Override
        public ObjectNode signed(ObjectNode frame) {
            return SharedFrames.signed(frame, asked, at);
        }
    }

    private static Optional<String> protocol(Call call) {
        return Optional.of(VoiceFrames.PROTOCOL)
                .filter(name -> Upgrade.offers(call.ctx().req(), name));
    }

    /** A session that is not there any more, not the caller's, or none at all is replaced alike. */
    private SharedSocket.Place joined(Call call, StartAt start) {
        var wanted = call.parameters().query("session_id");
        var there = call.caller() instanceof Caller.SessionGuest guest
                ? Optional.of(guest.session())
                : wanted.flatMap(text -> find(call.caller(), text));
        if (there.isPresent()) {
            return joined(call, there.get(), "joined", start);
        }
        var fresh = chat.sessions().start(call.caller(), SessionStart.of(SessionKind.SHARED), RequestKey.none());
        return joined(call, fresh.id(), wanted.isPresent() ? "replaced" : "new", new StartAt.Head());
    }

    private SharedSocket.Place joined(Call call, SessionId session, String opened, StartAt start) {
        var head = chat.live().head(call.caller(), new Feed.OfSession(session));
        return new SharedSocket.Place(
                session, opened, start, head, protocol(call).isPresent());
    }

    private Optional<SessionId> find(Caller caller, String text) {
        try {
            return parsed(text)
                    .map(id -> chat.sessions().find(caller, id))
                    .filter(session -> session.kind() == SessionKind.SHARED
                            && session.status().isLive())
                    .map(Session::id);
        } catch (NotFound | Gone none) {
            return Optional.empty();
        }
    }
}
