package dev.chatsessions.core.permission;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.PermissionId;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.permission.PermissionEvent.PermissionAnswered;
import dev.chatsessions.permission.PermissionEvent.PermissionRequested;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.StoredPermission;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Events of requests for permission as a log keeps them, and back. Pure. */
public final class PermissionEvents {

    private PermissionEvents() {}

    static EventBody requested(StoredPermission request) {
        return of(
                "permission_requested",
                request,
                fields -> fields.putAll(request.content().fields()));
    }

    static EventBody answered(StoredPermission request, String option) {
        return of("permission_answered", request, fields -> fields.put("option", JsonValue.of(option)));
    }

    /** The event as the domain knows it; empty when it is not of a request for permission. */
    public static Optional<LiveEvent> read(LoggedEvent logged) {
        var body = logged.body();
        if (body.reply().isEmpty() || body.thread().isEmpty()) {
            return Optional.empty();
        }
        var scope = logged.scope();
        var sequence = logged.sequence();
        var at = logged.at();
        var reply = body.reply().get();
        var thread = body.thread().get();
        var data = new Bodies.Reader(body.data());
        return Optional.ofNullable(
                switch (body.kind()) {
                    case "permission_requested" ->
                        new PermissionRequested(
                                scope, sequence, at, reply, thread, PermissionContent.read(request(data), body.data()));
                    case "permission_answered" ->
                        new PermissionAnswered(scope, sequence, at, reply, thread, request(data), data.text("option"));
                    default -> null;
                });
    }

    private static PermissionId request(Bodies.Reader data) {
        return new PermissionId(data.text("request"));
    }

    private static EventBody of(String kind, StoredPermission request, Consumer<Map<String, JsonValue>> more) {
        return new EventBody(
                kind,
                Optional.of(request.thread()),
                Optional.empty(),
                Optional.of(request.reply()),
                Optional.empty(),
                Bodies.fields(fields -> {
                    fields.put("request", JsonValue.of(request.id().value()));
                    more.accept(fields);
                }));
    }
}
