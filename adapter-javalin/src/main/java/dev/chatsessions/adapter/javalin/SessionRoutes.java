package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.StateEntry;
import java.util.List;
import java.util.Optional;

/** {@code /sessions/{id}}: one session, who is there, and its shared state. Versions are entity tags. */
final class SessionRoutes {

    private final ChatSessions chat;

    SessionRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/sessions/{id}", Access.CALLERS, this::find),
                Route.patch("/sessions/{id}", Access.CALLERS, this::change),
                Route.post("/sessions/{id}/end", Access.CALLERS, this::end),
                Route.post("/sessions/{id}/extend", Access.CALLERS, this::extend),
                Route.get("/sessions/{id}/presence", Access.CALLERS, this::presence),
                Route.get("/sessions/{id}/state", Access.CALLERS, this::state),
                Route.patch("/sessions/{id}/state", Access.CALLERS, this::changeState));
    }

    private void find(Call call) {
        answer(call, chat.sessions().find(call.caller(), id(call)));
    }

    private void end(Call call) {
        answer(
                call,
                chat.sessions().end(call.caller(), id(call), call.parameters().ifMatch()));
    }

    private void extend(Call call) {
        answer(call, chat.sessions().extend(call.caller(), id(call)));
    }

    private void change(Call call) {
        var session = id(call);
        var expected = call.parameters().ifMatch();
        var body = call.body();
        var status = body.word("status", SessionStatus.class);
        if (status.isPresent() == body.fields().has("title")) {
            throw new Invalid("status", "or title has to be there, and not both at once");
        }
        answer(
                call,
                status.isPresent()
                        ? move(call, session, status.get(), expected)
                        : chat.sessions().rename(call.caller(), session, body.optionalText("title"), expected));
    }

    private Session move(Call call, SessionId session, SessionStatus status, ExpectedVersion expected) {
        var sessions = chat.sessions();
        return switch (status) {
            case ACTIVE -> sessions.resume(call.caller(), session, expected);
            case PAUSED -> sessions.pause(call.caller(), session, expected);
            case COMPLETED -> sessions.complete(call.caller(), session, expected);
            case TERMINATED -> sessions.end(call.caller(), session, expected);
            case ARCHIVED -> sessions.archive(call.caller(), session, expected);
            case IDLE, EXPIRED -> throw new Invalid("status", "is one that only time brings about");
        };
    }

    private void presence(Call call) {
        var there = chat.presence().list(call.caller(), id(call));
        call.json(200, new Present(there.stream().map(ParticipantJson::from).toList()));
    }

    private void state(Call call) {
        var state = chat.sessions().state(call.caller(), id(call));
        var key = call.parameters().query("key");
        if (key.isPresent()) {
            answer(call, key.get(), state.find(key.get()));
        } else {
            call.json(200, StateJson.of(state));
        }
    }

    private void changeState(Call call) {
        var change = StateJson.change(call.body());
        var changed = chat.sessions()
                .changeState(
                        call.caller(),
                        id(call),
                        change,
                        call.parameters().ifMatch(),
                        call.parameters().requestKey());
        answer(call, change.key(), changed);
    }

    private static void answer(Call call, String key, Optional<StateEntry> entry) {
        call.tag(entry.map(StateEntry::version).orElse(0L));
        call.json(200, StateJson.of(key, entry));
    }

    private static void answer(Call call, Session session) {
        call.tag(session.version());
        call.json(200, SessionJson.from(session, call.caller()));
    }

    private static SessionId id(Call call) {
        return call.parameters().sessionId("id");
    }

    /** Who is there, longest first; all of them, as there are never many. */
    record Present(List<ParticipantJson> items) {}
}
