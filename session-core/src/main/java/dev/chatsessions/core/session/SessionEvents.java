package dev.chatsessions.core.session;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionEvent.DetailsChanged;
import dev.chatsessions.session.SessionEvent.Notice;
import dev.chatsessions.session.SessionEvent.SessionChanged;
import dev.chatsessions.session.SessionEvent.SessionDeleted;
import dev.chatsessions.session.SessionEvent.SessionStarted;
import dev.chatsessions.session.SessionEvent.StateChanged;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Session events as a log keeps them, and back. Pure. */
public final class SessionEvents {

    private SessionEvents() {}

    public static EventBody started(Session session) {
        return Bodies.of("session_started", fields -> {
            fields.put("session", JsonValue.of(session.id().toString()));
            fields.put("session_kind", JsonValue.of(session.kind().name()));
        });
    }

    public static EventBody changed(Session session) {
        return Bodies.of("session_changed", fields -> {
            fields.put("status", JsonValue.of(session.status().name()));
            session.title().ifPresent(title -> fields.put("title", JsonValue.of(title)));
            fields.put("version", JsonValue.of(session.version()));
        });
    }

    static EventBody deleted(SessionId session) {
        return Bodies.of("session_deleted", fields -> fields.put("session", JsonValue.of(session.toString())));
    }

    static EventBody stateChanged(String key, Optional<JsonValue> value) {
        return Bodies.of("state_changed", fields -> {
            fields.put("key", JsonValue.of(key));
            value.ifPresent(present -> fields.put("value", present));
        });
    }

    /** What differs between the two. */
    static EventBody detailsChanged(SessionDetails before, SessionDetails next) {
        return Bodies.of("details_changed", fields -> {
            fields.put("labels", differing(before.labels(), next.labels(), JsonValue::of));
            fields.put("counters", differing(before.counters(), next.counters(), JsonValue::of));
            if (!next.attributes().equals(before.attributes())) {
                fields.put("attributes", next.attributes());
            }
        });
    }

    private static <V> JsonValue differing(Map<String, V> before, Map<String, V> next, Function<V, JsonValue> value) {
        return Bodies.fields(fields -> {
            next.forEach((name, now) -> {
                if (!now.equals(before.get(name))) {
                    fields.put(name, value.apply(now));
                }
            });
            before.keySet().stream()
                    .filter(name -> !next.containsKey(name))
                    .forEach(name -> fields.put(name, new JsonValue.Null()));
        });
    }

    static EventBody notice(String type, JsonValue body) {
        return Bodies.of("notice", fields -> {
            fields.put("type", JsonValue.of(type));
            fields.put("body", body);
        });
    }

    /** The event as the domain knows it; empty when it is not a session's. */
    public static Optional<LiveEvent> read(LoggedEvent logged) {
        var scope = logged.scope();
        var sequence = logged.sequence();
        var at = logged.at();
        var data = new Bodies.Reader(logged.body().data());
        return Optional.ofNullable(
                switch (logged.body().kind()) {
                    case "session_started" ->
                        new SessionStarted(
                                scope,
                                sequence,
                                at,
                                SessionId.parse(data.text("session")),
                                SessionKind.valueOf(data.text("session_kind")));
                    case "session_changed" ->
                        new SessionChanged(
                                scope,
                                sequence,
                                at,
                                SessionStatus.valueOf(data.text("status")),
                                data.optionalText("title"),
                                data.number("version"));
                    case "session_deleted" ->
                        new SessionDeleted(scope, sequence, at, SessionId.parse(data.text("session")));
                    case "state_changed" ->
                        new StateChanged(scope, sequence, at, data.text("key"), data.optional("value"));
                    case "details_changed" ->
                        new DetailsChanged(
                                scope,
                                sequence,
                                at,
                                data.each("labels", Bodies::optionalText),
                                data.each("counters", Bodies::number),
                                data.optional("attributes").map(JsonValue.Fields.class::cast));
                    case "notice" -> new Notice(scope, sequence, at, data.text("type"), data.value("body"));
                    default -> null;
                });
    }
}
