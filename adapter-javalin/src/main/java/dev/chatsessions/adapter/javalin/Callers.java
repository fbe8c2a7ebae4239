package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.identity.Administration;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.session.Sessions;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds out who calls, once, at the edge. */
final class Callers {

    /** As long as the tokens of identity providers get, which is as long as servers take a header. */
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/=-]{1,8192})");

    private final Administration administration;

    private final Sessions sessions;

    private final Optional<Function<Context, Optional<Caller>>> host;

    private final SignInCookie cookie;

    Callers(ChatSessions chat, Optional<Function<Context, Optional<Caller>>> host, SignInCookie cookie) {
        this.administration = chat.administration();
        this.sessions = chat.sessions();
        this.host = host;
        this.cookie = cookie;
    }

    /**
     * Whoever calls; Unauthenticated when nobody can tell.
     *
     * @param queried the token in the query of a route that has one there
     */
    Visitor identify(Context ctx, Optional<String> queried) {
        if (host.isPresent()) {
            var caller = host.get().apply(ctx).orElseThrow(() -> new Unauthenticated("sign in first"));
            var ambient = ctx.req().getHeader("Cookie") != null && ctx.req().getHeader("Authorization") == null;
            return new Visitor(caller, Optional.empty(), Optional.empty(), ambient);
        }
        var authorizations = Collections.list(ctx.req().getHeaders("Authorization"));
        if (authorizations.size() > 1) {
            throw new Unauthenticated("more than one Authorization header");
        }
        if (!authorizations.isEmpty()) {
            return verified(bearer(authorizations.get(0)), false);
        }
        return queried.isPresent()
                ? verified(new Credential.Bearer(queried.get()), false)
                : verified(cookie(ctx.req()), true);
    }

    /**
     * Whether the credential still proves the same; the host's word is not asked again. That of a guest goes with his
     * session, but then his streams tell of its end themselves.
     */
    boolean isStillGood(Visitor visitor) {
        try {
            return visitor.credential().isEmpty()
                    || administration
                            .authenticate(visitor.credential().get())
                            .caller()
                            .equals(visitor.caller());
        } catch (Unauthenticated noLonger) {
            return visitor.caller() instanceof Caller.SessionGuest guest && isSessionOver(guest);
        }
    }

    private boolean isSessionOver(Caller.SessionGuest guest) {
        try {
            return sessions.find(guest, guest.session()).hasEnded();
        } catch (NotFound | Gone deleted) {
            return true;
        }
    }

    private Visitor verified(Credential credential, boolean ambient) {
        var identity = administration.authenticate(credential);
        return new Visitor(identity.caller(), Optional.of(credential), Optional.of(identity), ambient);
    }

    private static Credential bearer(String header) {
        var match = BEARER.matcher(header);
        if (!match.matches()) {
            throw new Unauthenticated("show a token as Authorization: Bearer");
        }
        return new Credential.Bearer(match.group(1));
    }

    private Credential cookie(HttpServletRequest request) {
        return cookie.in(request)
                .map(Credential.Bearer::new)
                .orElseThrow(() -> new Unauthenticated("show a token as Authorization: Bearer, or sign in"));
    }
}
