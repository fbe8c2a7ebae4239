package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PageCursor;
import dev.chatsessions.TokenId;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.join.Admission;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.join.Joined;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Inviting guests to a session, and {@code /join}, where a guest comes in. */
final class JoinRoutes {

    private static final long LONGEST_TTL = Duration.ofHours(24).toSeconds();

    private static final int USUAL_PAGE = 50;

    private final ChatSessions chat;

    private final Optional<JoinPage> page;

    JoinRoutes(ChatSessions chat, Optional<JoinPage> page) {
        this.chat = chat;
        this.page = page;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/sessions/{id}/join-tokens", Access.CALLERS, this::issue),
                Route.get("/sessions/{id}/join-tokens", Access.CALLERS, this::list),
                Route.delete("/sessions/{id}/join-tokens/{token}", Access.CALLERS, this::revoke),
                Route.post("/join", Access.ANYBODY, this::join));
    }

    private void issue(Call call) {
        var session = call.parameters().sessionId("id");
        var body = call.bodyIfAny();
        var admission = body.word("admission", Admission.class).orElse(Admission.READ);
        var life = seconds(body.wholeNumber("ttl", 1, LONGEST_TTL));
        var token = chat.joinTokens()
                .issue(
                        call.caller(),
                        session,
                        admission,
                        life,
                        call.parameters().requestKey());
        call.json(201, Invitation.of(token, admission, page));
    }

    private void list(Call call) {
        var session = call.parameters().sessionId("id");
        var tokens = call.parameters()
                .page("cursor", USUAL_PAGE, request -> chat.joinTokens().list(call.caller(), session, request));
        call.json(
                200,
                new JoinTokens(
                        tokens.items().stream().map(Listed::from).toList(),
                        tokens.next().map(PageCursor::value)));
    }

    private void revoke(Call call) {
        var session = call.parameters().sessionId("id");
        chat.joinTokens()
                .revoke(call.caller(), session, tokenId(call.parameters().path("token")));
        call.nothing();
    }

    private void join(Call call) {
        var joinToken = new Credential.Bearer(call.body().text("token"));
        call.json(200, Guest.from(chat.joinTokens().redeem(joinToken)));
    }

    private static Optional<Duration> seconds(OptionalLong given) {
        return given.isPresent() ? Optional.of(Duration.ofSeconds(given.getAsLong())) : Optional.empty();
    }

    private static TokenId tokenId(String text) {
        try {
            return TokenId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no join token has this id");
        }
    }

    /** What its owner hands on. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Invitation(
            String token,
            String tokenId,
            String admission,
            Instant expiresAt,
            Optional<String> link,
            Optional<String> qrSvg,
            Optional<String> qrPng) {
        static Invitation of(IssuedToken token, Admission admission, Optional<JoinPage> page) {
            return new Invitation(
                    token.secret(),
                    token.id().toString(),
                    Words.of(admission),
                    token.expiresAt(),
                    page.map(known -> known.link(token.secret())),
                    page.flatMap(known -> known.svg(token.secret())),
                    page.flatMap(known -> known.png(token.secret())));
        }
    }

    /** As a list shows it: what was told once is not told again. */
    record Listed(
            String tokenId, String admission, Instant createdAt, Instant expiresAt, Optional<Instant> redeemedAt) {
        static Listed from(JoinToken token) {
            return new Listed(
                    token.id().toString(),
                    Words.of(token.admission()),
                    token.createdAt(),
                    token.expiresAt(),
                    token.redeemedAt());
        }
    }

    record JoinTokens(
            List<Listed> items,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> nextCursor) {}

    /** Who came in, and the credential with which he stays and comes back. */
    record Guest(String sessionId, String token, String tokenId, Instant expiresAt, List<String> permissions) {
        static Guest from(Joined joined) {
            var credential = joined.credential();
            return new Guest(
                    joined.guest().session().toString(),
                    credential.secret(),
                    credential.id().toString(),
                    credential.expiresAt(),
                    joined.guest().permissions().stream()
                            .map(Words::of)
                            .sorted()
                            .toList());
        }
    }
}
