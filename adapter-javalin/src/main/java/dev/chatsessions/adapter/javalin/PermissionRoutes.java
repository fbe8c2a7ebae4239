package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PermissionId;
import java.util.List;

/** {@code /replies/{id}/permissions}: what a worker asks its user to allow while it answers. */
final class PermissionRoutes {

    private final ChatSessions chat;

    PermissionRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/replies/{id}/permissions", Access.CALLERS, this::pending),
                Route.post("/replies/{id}/permissions/{request}", Access.CALLERS, this::answer));
    }

    private void pending(Call call) {
        call.user();
        var reply = WorkerSessionRoutes.replyId(call.parameters().path("id"));
        var pending = chat.permissions().pending(call.caller(), reply);
        call.json(200, new Pending(pending.stream().map(PermissionJson::from).toList()));
    }

    private void answer(Call call) {
        var option = call.body().ofUser(call.user().value()).text("option_id");
        var reply = WorkerSessionRoutes.replyId(call.parameters().path("id"));
        var request = permissionId(call.parameters().path("request"));
        call.json(200, PermissionJson.from(chat.permissions().answer(call.caller(), reply, request, option)));
    }

    private static PermissionId permissionId(String text) {
        try {
            return new PermissionId(text);
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no request for permission has this id");
        }
    }

    record Pending(List<PermissionJson> items) {}
}
