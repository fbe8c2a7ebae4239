package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import java.util.List;

/** Signing in and out, for pages: a token becomes a cookie that no script can read. */
final class AuthRoutes {

    private final ChatSessions chat;

    private final SignInCookie cookie;

    AuthRoutes(ChatSessions chat, SignInCookie cookie) {
        this.chat = chat;
        this.cookie = cookie;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/auth/session", Access.CALLERS, this::signIn),
                Route.post("/auth/sign-out", Access.CALLERS, this::signOut),
                Route.post("/auth/sign-out-everywhere", Access.CALLERS, this::signOutEverywhere));
    }

    /** The cookie proves what the token proved, and is good for as long; one without an end goes with the browser. */
    private void signIn(Call call) {
        var visitor = call.visitor();
        if (!(visitor.credential().orElse(null) instanceof Credential.Bearer token)) {
            throw new Conflict("not-a-token", "this login is not a token; it needs no cookie of ours");
        }
        if (visitor.ambient()) {
            throw new Unauthenticated("show a token as Authorization: Bearer");
        }
        var line = cookie.holding(token.secret(), visitor.identity().flatMap(Identity::expiresAt));
        if (line.length() > SignInCookie.LONGEST) {
            throw new Conflict("token-too-long", "browsers keep no cookie for a token this long; show it as a bearer");
        }
        call.ctx().header("Set-Cookie", line);
        call.nothing();
    }

    /** Revokes the token that was shown, and takes the cookie back. */
    private void signOut(Call call) {
        var visitor = call.visitor();
        var shown = visitor.credential();
        if (shown.filter(chat.administration()::signOut).isEmpty() && !(visitor.ambient() && shown.isPresent())) {
            throw new Conflict("not-revocable", "this login is not a token that was issued; end it where it was made");
        }
        takeBack(call);
    }

    /** Revokes all that proves the caller, here and on other devices. */
    private void signOutEverywhere(Call call) {
        chat.administration().signOutEverywhere(call.caller(), call.user());
        takeBack(call);
    }

    private void takeBack(Call call) {
        call.ctx().header("Set-Cookie", cookie.takenBack());
        call.nothing();
    }
}
