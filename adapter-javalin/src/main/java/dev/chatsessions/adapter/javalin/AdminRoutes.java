package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.TokenId;
import dev.chatsessions.UserId;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.TokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code /admin}: what operators do. */
final class AdminRoutes {

    private static final long LONGEST_TTL = Duration.ofDays(366).toSeconds();

    private static final long USUAL_TTL = Duration.ofDays(30).toSeconds();

    private final ChatSessions chat;

    AdminRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/admin/tokens", Access.ADMINS, this::issue),
                Route.delete("/admin/tokens/{id}", Access.ADMINS, this::revoke));
    }

    private void issue(Call call) {
        var requestKey = call.parameters().requestKey();
        var body = call.body();
        var role = body.word("role", TokenRole.class).orElse(TokenRole.USER);
        var ttl = body.wholeNumber("ttl", 1, LONGEST_TTL).orElse(USUAL_TTL);
        var request = new TokenRequest(role.caller(userId(body)), Duration.ofSeconds(ttl));
        call.json(201, Token.from(chat.administration().issue(call.caller(), request, requestKey)));
    }

    private void revoke(Call call) {
        chat.administration().revoke(call.caller(), tokenId(call.parameters().path("id")));
        call.nothing();
    }

    private static UserId userId(Body body) {
        try {
            return new UserId(body.text("user_id"));
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("user_id", "must be 1 to 200 characters, not blank, without control characters");
        }
    }

    private static TokenId tokenId(String text) {
        try {
            return TokenId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no token has this id");
        }
    }

    private enum TokenRole {
        USER,
        ADMIN;

        Caller caller(UserId id) {
            return this == ADMIN ? Caller.admin(id.value()) : Caller.user(id);
        }
    }

    record Token(String token, String tokenId, Instant expiresAt) {
        static Token from(IssuedToken issued) {
            return new Token(issued.secret(), issued.id().toString(), issued.expiresAt());
        }
    }
}
