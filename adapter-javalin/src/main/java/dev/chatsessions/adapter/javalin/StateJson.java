package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import dev.chatsessions.session.SessionState;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.session.StateEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The shared state of a session, and changes to it. */
final class StateJson {

    private static final long LONGEST_TTL = Duration.ofDays(366).toSeconds();

    private StateJson() {}

    /** The values, and beside them their versions. */
    static ObjectNode of(SessionState state) {
        var node = Json.object();
        var values = node.putObject("state");
        var versions = node.putObject("versions");
        for (var entry : state.entries()) {
            values.set(entry.key(), Json.node(entry.value()));
            versions.put(entry.key(), entry.version());
        }
        return node;
    }

    /** One key, there or not. */
    static ObjectNode of(String key, Optional<StateEntry> entry) {
        var node = Json.object().put("key", key).put("removed", entry.isEmpty());
        entry.flatMap(StateEntry::expiresAt).ifPresent(end -> node.put("expires_at", end.toString()));
        entry.ifPresent(kept -> node.put("version", kept.version()).set("value", Json.node(kept.value())));
        return node;
    }

    /** The change that a body says by the one field of it that is there. */
    static StateChange change(Body body) {
        var said = List.of("value", "patch", "by", "removed").stream()
                .filter(body.fields()::has)
                .toList();
        if (said.size() != 1) {
            throw new Invalid("value", "or patch, by or removed has to be there, and only one of them");
        }
        return switch (said.get(0)) {
            case "value" -> put(body);
            case "patch" -> merge(body);
            case "by" -> increment(body);
            default -> remove(body);
        };
    }

    static StateChange put(Body body) {
        var value = body.json("value").orElseThrow(() -> new Invalid("value", "is required"));
        var ttl = body.wholeNumber("ttl", 1, LONGEST_TTL);
        return new StateChange.Put(
                body.text("key"),
                value,
                ttl.isPresent() ? Optional.of(Duration.ofSeconds(ttl.getAsLong())) : Optional.empty());
    }

    static StateChange merge(Body body) {
        if (body.json("patch").orElse(new JsonValue.Null()) instanceof JsonValue.Fields patch) {
            return new StateChange.Merge(body.text("key"), patch);
        }
        throw new Invalid("patch", "must be an object");
    }

    static StateChange increment(Body body) {
        if (body.json("by").orElse(JsonValue.of(1)) instanceof JsonValue.Number number) {
            return new StateChange.Increment(body.text("key"), number.value());
        }
        throw new Invalid("by", "must be a number");
    }

    private static StateChange remove(Body body) {
        if (body.flag("removed").orElse(false)) {
            return new StateChange.Remove(body.text("key"));
        }
        throw new Invalid("removed", "must be true");
    }
}
