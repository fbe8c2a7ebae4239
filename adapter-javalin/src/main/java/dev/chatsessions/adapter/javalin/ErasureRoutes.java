package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.UserId;
import java.util.List;

/** {@code /admin/users}: operators erase users, and see how far it is. */
final class ErasureRoutes {

    private final ChatSessions chat;

    ErasureRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.delete("/admin/users/{id}", Access.ADMINS, this::erase),
                Route.get("/admin/users/{id}/erasure", Access.ADMINS, this::erasure),
                Route.delete("/admin/users/{id}/erasure", Access.ADMINS, this::lift));
    }

    private void erase(Call call) {
        call.json(202, ErasureJson.from(chat.erasures().erase(call.caller(), userId(call))));
    }

    private void erasure(Call call) {
        call.json(200, ErasureJson.from(chat.erasures().find(call.caller(), userId(call))));
    }

    private void lift(Call call) {
        chat.erasures().lift(call.caller(), userId(call));
        call.nothing();
    }

    static UserId userId(Call call) {
        try {
            return new UserId(call.parameters().path("id"));
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("id", "must be 1 to 200 characters, not blank, without control characters");
        }
    }
}
