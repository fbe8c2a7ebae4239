package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ClientId;
import dev.chatsessions.Cursor;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.presence.Attendance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One client in a shared session: follows its log, and says things into this session and no other. What is none of our own
 * frames is told to everybody in the session, its sender too.
 */
final class SharedSocket implements Inbound {

    private final ChatSessions chat;

    private final Caller caller;

    private final Joined joined;

    private final Attendance attendance;

    private final Gatherings gatherings;

    private final Supplier<Instant> clock;

    private final Map<String, Function<Body, Optional<ObjectNode>>> known = new HashMap<>();

    private final AtomicReference<Runnable> following = new AtomicReference<>(() -> {});

    SharedSocket(
            ChatSessions chat,
            Caller caller,
            Joined joined,
            Attendance attendance,
            Gatherings gatherings,
            Supplier<Instant> clock) {
        this.chat = chat;
        this.caller = caller;
        this.joined = joined;
        this.attendance = attendance;
        this.gatherings = gatherings;
        this.clock = clock;
        var state = new StateFrames(chat.sessions(), caller, joined.session());
        var voice = new VoiceFrames(chat, caller, joined.session(), new SpokenEvents());
        answered("get_session_state", state::get);
        answered("set_session_state", state::set);
        answered("update_session_state", state::set);
        answered("delete_session_state", state::delete);
        answered("merge_session_state", state::merge);
        answered("increment_session_state", state::increment);
        kept("user_message", voice::userSays);
        kept("user_transcript", voice::userSpoke);
        kept("agent_response", voice::agentSpoke);
        kept("agent_response_correction", voice::agentIsCorrected);
        kept("conversation_initiation_client_data", frame -> follow());
        told("contextual_update", VoiceFrames::update);
        told("client_tool_call", VoiceFrames::toolCall);
        told("client_tool_result", VoiceFrames::toolResult);
        VoiceFrames.QUIET.forEach(type -> kept(type, frame -> {}));
    }

    private void answered(String type, Function<Body, ObjectNode> answer) {
        known.put(type, frame -> Optional.of(answer.apply(frame)));
    }

    private void kept(String type, Consumer<Body> step) {
        known.put(type, frame -> {
            step.accept(frame);
            return ack(frame.requestKey("client_key"));
        });
    }

    private void told(String type, UnaryOperator<Body> checked) {
        known.put(type, frame -> broadcast(type, checked.apply(frame)));
    }

    /**
     * Where a client came to.
     *
     * @param opened whether the session is {@code new}, {@code joined}, or {@code replaced} the one that was asked for
     * @param start where its log is told from
     * @param spoken whether a voice agent's sub-protocol is spoken
     */
    record Place(SessionId session, String opened, StartAt start, Cursor head, boolean spoken) {
        Joined by(ClientId client, Optional<IssuedToken> admitted) {
            return new Joined(this, client, admitted);
        }
    }

    /**
     * A client that came into a session.
     *
     * @param admitted what it comes back with, where it came by a join token just now
     */
    record Joined(Place place, ClientId client, Optional<IssuedToken> admitted) {

        SessionId session() {
            return place.session();
        }

        boolean spoken() {
            return place.spoken();
        }

        ObjectNode greeting() {
            var greeting = Json.object().put("type", "session").put("opened", place.opened());
            admitted.ifPresent(credential -> greeting.putObject("guest")
                    .put("token", credential.secret())
                    .put("expires_at", credential.expiresAt().toString()));
            return greeting.put("client", client.value());
        }
    }

    /**
     * Follows the session on the connection; where a voice agent's sub-protocol is spoken, once its client is there, for
     * which it is given {@code patience}. Until then it hears of nothing but the end.
     */
    LiveSink begin(LiveConnection connection, RenderedEvents rendered, Executor executor, Duration patience) {
        connection.whenClosed(attendance::close);
        var frames = new FeedFrames(rendered, joined.greeting(), this::signed);
        var sink = new FeedStream(
                connection, frames, joined.place().start(), joined.place().head());
        Function<LiveSink, FeedReader> telling = told ->
                new FeedReader(chat.live(), caller, new Feed.OfSession(joined.session()), connection, told, executor);
        var waiting = telling.apply(new OnlyTheEnd(sink));
        following.set(() -> {
            connection.spoken();
            waiting.stop();
            telling.apply(sink).begin(joined.place().head(), joined.place().start());
            gatherings.enter(joined.session(), connection);
        });
        if (joined.spoken()) {
            connection.awaitWord(patience);
            connection.send(Json.bytes(signed(VoiceFrames.metadata(joined.session()))));
            waiting.begin(joined.place().head(), new StartAt.Head());
        } else {
            follow();
        }
        return sink;
    }

    private void follow() {
        following.getAndSet(() -> {}).run();
    }

    @Override
    public void heard() {
        attendance.active();
    }

    @Override
    public Optional<ObjectNode> hear(String type, ObjectNode frame) {
        var body = Bodies.checked(frame);
        requireThisSession(body);
        var meaning = Optional.ofNullable(known.get(type));
        return meaning.isPresent() ? meaning.get().apply(body) : broadcast(type, body);
    }

    /** A client that was given another session than the one it knew learns so, rather than speak to strangers. */
    private void requireThisSession(Body frame) {
        var named = frame.optionalText("session_id");
        if (named.isPresent() && !named.get().equals(joined.session().toString())) {
            throw new Conflict("other-session", "this WebSocket speaks in its own session only");
        }
    }

    /** The echo of a broadcast is its answer; one that may be repeated is told that it was heard, each time. */
    private Optional<ObjectNode> broadcast(String type, Body frame) {
        SharedFrames.requireTheirs(type);
        var said = Json.value(SharedFrames.said(frame.fields()));
        if (!frame.flag("durable").orElse(true)) {
            chat.sessions().requireAnnounceable(caller, joined.session(), type, said);
            whisper(type, said);
            return Optional.empty();
        }
        var key = frame.requestKey("client_key");
        chat.sessions().announce(caller, joined.session(), type, said, key);
        return ack(key);
    }

    private static Optional<ObjectNode> ack(RequestKey key) {
        return key instanceof RequestKey.Given ? Optional.of(Json.object().put("type", "ack")) : Optional.empty();
    }

    private void whisper(String type, JsonValue said) {
        gatherings.tell(joined.session(), Json.bytes(signed(SharedFrames.broadcast(type, Json.node(said)))));
    }

    @Override
    public ObjectNode signed(ObjectNode frame) {
        return SharedFrames.signed(frame, joined.session(), clock.get());
    }
}
