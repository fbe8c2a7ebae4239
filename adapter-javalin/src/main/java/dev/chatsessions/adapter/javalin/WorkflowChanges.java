package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a body of {@code /api/chat-sessions} wants changed. A field that is absent stays, one that is null goes. */
record WorkflowChanges(Body body) {

    List<SessionChange> all() {
        var changes = new ArrayList<SessionChange>();
        text("subject").map(SessionChange.Title::new).ifPresent(changes::add);
        status().map(SessionChange.Status::new).ifPresent(changes::add);
        for (var label : WorkflowWords.LABELS) {
            text(label).map(value -> new SessionChange.Label(label, value)).ifPresent(changes::add);
        }
        object("labels").forEach((name, value) -> changes.add(new SessionChange.Label(name, label(name, value))));
        for (var counter : WorkflowWords.COUNTERS) {
            body.json(counter)
                    .map(value -> new SessionChange.Counter(counter, whole(counter, value)))
                    .ifPresent(changes::add);
        }
        object("counters")
                .forEach((name, value) ->
                        changes.add(new SessionChange.Counter(name, whole("counters." + name, value))));
        object("increment")
                .forEach((name, value) ->
                        changes.add(new SessionChange.Increment(name, whole("increment." + name, value))));
        text("current_step")
                .ifPresent(step -> changes.add(attribute(
                        "current_step", step.<JsonValue>map(JsonValue::of).orElseGet(JsonValue.Null::new))));
        for (var name : List.of("workflow_state", "metadata")) {
            body.json(name).ifPresent(value -> changes.addAll(replaced(name, objectOrNull(name, value))));
        }
        return changes;
    }

    private Optional<SessionStatus> status() {
        return body.optionalText("status")
                .map(word -> WorkflowWords.status(word)
                        .orElseThrow(() -> new Invalid("status", "must be active, paused, completed or archived")));
    }

    /** The old one goes first, into which the new one would be merged else. */
    private static List<SessionChange> replaced(String name, JsonValue value) {
        return List.of(attribute(name, new JsonValue.Null()), attribute(name, value));
    }

    private static SessionChange attribute(String name, JsonValue value) {
        return new SessionChange.Attributes(new JsonValue.Fields(Map.of(name, value)));
    }

    private Optional<Optional<String>> text(String name) {
        return body.fields().has(name) ? Optional.of(body.optionalText(name)) : Optional.empty();
    }

    private Map<String, JsonValue> object(String name) {
        return body.json(name)
                .map(value -> ((JsonValue.Fields) requireObject(name, value)).fields())
                .orElse(Map.of());
    }

    private static JsonValue objectOrNull(String name, JsonValue value) {
        return value instanceof JsonValue.Null ? value : requireObject(name, value);
    }

    private static JsonValue requireObject(String name, JsonValue value) {
        if (value instanceof JsonValue.Fields) {
            return value;
        }
        throw new Invalid(name, "must be an object");
    }

    private static Optional<String> label(String name, JsonValue value) {
        if (value instanceof JsonValue.Null) {
            return Optional.empty();
        }
        if (value instanceof JsonValue.Text text) {
            return Optional.of(text.value());
        }
        throw new Invalid("labels." + name, "must be a string");
    }

    private static long whole(String field, JsonValue value) {
        if (value instanceof JsonValue.Number number) {
            try {
                return number.value().longValueExact();
            } catch (ArithmeticException noWholeNumber) {
                throw new Invalid(field, "must be a whole number");
            }
        }
        throw new Invalid(field, "must be a whole number");
    }
}
