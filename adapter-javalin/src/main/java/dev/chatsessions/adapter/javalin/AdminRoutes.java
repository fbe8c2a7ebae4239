package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PageCursor;
import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.UserId;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.presence.Participant;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionOverview;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /admin}: what operators do. */
final class AdminRoutes {

    private static final long LONGEST_TTL = Duration.ofDays(366).toSeconds();

    private static final long USUAL_TTL = Duration.ofDays(30).toSeconds();

    private static final int USUAL_PAGE = 50;

    private final ChatSessions chat;

    AdminRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    /** What a document has its admins ask, wherever else they are served. */
    Route watched() {
        return Route.get("/sessions", Access.ADMINS, this::sessions);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/admin/sessions", Access.ADMINS, this::sessions),
                Route.post("/admin/tokens", Access.ADMINS, this::issue),
                Route.delete("/admin/tokens/{id}", Access.ADMINS, this::revoke),
                Route.post("/admin/users/{id}/sign-out-everywhere", Access.ADMINS, this::signOutEverywhere),
                Route.post("/admin/users/{id}/import", Access.ADMINS, this::take),
                Route.get("/admin/retention", Access.ADMINS, this::retention),
                Route.get("/admin/retention/plan", Access.ADMINS, this::planned));
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

    private void signOutEverywhere(Call call) {
        chat.administration().signOutEverywhere(call.caller(), ErasureRoutes.userId(call));
        call.nothing();
    }

    private void take(Call call) {
        var user = ErasureRoutes.userId(call);
        var intake = call.sentLines(lines -> chat.transfers().take(call.caller(), user, lines));
        call.json(200, IntakeJson.from(intake));
    }

    private void retention(Call call) {
        var policies = chat.retention().policies(call.caller()).stream()
                .map(RetentionJson.Policy::from)
                .toList();
        call.json(
                200, new Retained(policies, chat.retention().last(call.caller()).map(RetentionJson::from)));
    }

    private void planned(Call call) {
        call.json(200, RetentionJson.from(chat.retention().plan(call.caller())));
    }

    private void sessions(Call call) {
        var parameters = call.parameters();
        var kind = parameters.word("kind", SessionKind.class);
        var page =
                parameters.page("cursor", USUAL_PAGE, request -> chat.sessions().listAll(call.caller(), kind, request));
        var there = there(call, page.items());
        var sessions = page.items().stream()
                .map(overview -> Overview.from(
                        overview,
                        call.caller(),
                        there.getOrDefault(overview.session().id(), List.of())))
                .toList();
        call.json(200, new AllSessions(sessions, sessions.size(), page.next().map(PageCursor::value)));
    }

    private Map<SessionId, List<Participant>> there(Call call, List<SessionOverview> page) {
        var shared = page.stream()
                .map(SessionOverview::session)
                .filter(session ->
                        session.kind() == SessionKind.SHARED && session.status().isLive())
                .map(Session::id)
                .toList();
        return chat.presence().list(call.caller(), shared);
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

    /** How long sessions stay, and what the last sweep of this process made of it. */
    record Retained(List<RetentionJson.Policy> policies, Optional<RetentionJson> lastSweep) {}

    record Token(String token, String tokenId, Instant expiresAt) {
        static Token from(IssuedToken issued) {
            return new Token(issued.secret(), issued.id().toString(), issued.expiresAt());
        }
    }

    record AllSessions(List<Overview> sessions, long count, Optional<String> nextCursor) {}

    /** Whose it is, how much is kept in its state, and who is there. */
    record Overview(
            @JsonUnwrapped SessionJson session, Optional<String> userId, int stateKeys, List<ParticipantJson> clients) {
        static Overview from(SessionOverview overview, Caller caller, List<Participant> there) {
            var session = overview.session();
            return new Overview(
                    SessionJson.from(session, caller),
                    session.owner().map(UserId::value),
                    overview.stateKeys(),
                    there.stream().map(ParticipantJson::from).toList());
        }
    }
}
