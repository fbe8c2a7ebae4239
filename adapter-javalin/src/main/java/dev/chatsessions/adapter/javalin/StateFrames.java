package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Sessions;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.session.StateEntry;
import java.util.Optional;

/** The frames by which a client of {@code /ws} reads and changes the state of its session. */
record StateFrames(Sessions sessions, Caller caller, SessionId session) {

    /** All of it, or one key. */
    ObjectNode get(Body frame) {
        var state = sessions.state(caller, session);
        var key = frame.optionalText("key");
        return key.isPresent()
                ? entry(key.get(), state.find(key.get()))
                : StateJson.addTo(Json.object().put("type", "session_state"), state);
    }

    ObjectNode set(Body frame) {
        var value = frame.json("value").orElseThrow(() -> new Invalid("value", "is required"));
        return change(frame, new StateChange.Put(frame.text("key"), value));
    }

    ObjectNode delete(Body frame) {
        return change(frame, new StateChange.Remove(frame.text("key")));
    }

    ObjectNode merge(Body frame) {
        if (frame.json("patch").orElse(new JsonValue.Null()) instanceof JsonValue.Fields patch) {
            return change(frame, new StateChange.Merge(frame.text("key"), patch));
        }
        throw new Invalid("patch", "must be an object");
    }

    ObjectNode increment(Body frame) {
        var by = frame.json("by").orElse(JsonValue.of(1));
        if (by instanceof JsonValue.Number number) {
            return change(frame, new StateChange.Increment(frame.text("key"), number.value()));
        }
        throw new Invalid("by", "must be a number");
    }

    private ObjectNode change(Body frame, StateChange change) {
        var version = frame.wholeNumber("expected_version", 0, Long.MAX_VALUE);
        var expected = version.isPresent() ? ExpectedVersion.of(version.getAsLong()) : ExpectedVersion.any();
        return entry(
                change.key(), sessions.changeState(caller, session, change, expected, frame.requestKey("client_key")));
    }

    private static ObjectNode entry(String key, Optional<StateEntry> entry) {
        var answer = Json.object().put("type", "session_state").put("key", key).put("removed", entry.isEmpty());
        entry.ifPresent(kept -> answer.put("version", kept.version()).set("value", Json.node(kept.value())));
        return answer;
    }
}
