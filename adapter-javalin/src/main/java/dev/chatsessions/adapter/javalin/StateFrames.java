package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Caller;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Sessions;
import dev.chatsessions.session.StateChange;

/** The frames by which a client of {@code /ws} reads and changes the state of its session. */
record StateFrames(Sessions sessions, Caller caller, SessionId session) {

    /** All of it, or one key. */
    ObjectNode get(Body frame) {
        var state = sessions.state(caller, session);
        return answer(frame.optionalText("key")
                .map(key -> StateJson.of(key, state.find(key)))
                .orElseGet(() -> StateJson.of(state)));
    }

    ObjectNode set(Body frame) {
        return change(frame, StateJson.put(frame));
    }

    ObjectNode delete(Body frame) {
        return change(frame, new StateChange.Remove(frame.text("key")));
    }

    ObjectNode merge(Body frame) {
        return change(frame, StateJson.merge(frame));
    }

    ObjectNode increment(Body frame) {
        return change(frame, StateJson.increment(frame));
    }

    private ObjectNode change(Body frame, StateChange change) {
        var version = frame.wholeNumber("expected_version", 0, Long.MAX_VALUE);
        var expected = version.isPresent() ? ExpectedVersion.of(version.getAsLong()) : ExpectedVersion.any();
        var changed = sessions.changeState(caller, session, change, expected, frame.requestKey("client_key"));
        return answer(StateJson.of(change.key(), changed));
    }

    private static ObjectNode answer(ObjectNode state) {
        return state.put("type", "session_state");
    }
}
