package dev.chatsessions.core.join;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.TokenId;
import dev.chatsessions.join.JoinToken;
import java.time.Duration;
import java.util.Optional;

/** How long join tokens may last, and how what fails is told. Pure. */
final class JoinRules {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private JoinRules() {}

    static Duration life(Optional<Duration> wanted, JoinSettings settings) {
        var life = wanted.orElse(settings.usualLife());
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(settings.longestLife()) > 0) {
            throw new Invalid(
                    "life", "must be 1 second to " + settings.longestLife().toHours() + " hours");
        }
        return life;
    }

    static void requireRoom(int good, JoinSettings settings) {
        if (good >= settings.most()) {
            throw new Conflict(
                    "too-many-join-tokens",
                    "the session has " + settings.most() + " join tokens and guests; revoke one first");
        }
    }

    /** Only whoever has the secret is told that somebody was faster; all else is told in the same words. */
    static ChatSessionsException refusal(Optional<JoinToken> token) {
        var used = token.filter(found -> found.redeemedAt().isPresent())
                .filter(found -> found.revokedAt().isEmpty());
        return used.isPresent()
                ? new Gone("join-token-used", "this join token was used; ask for another one")
                : new Unauthenticated("the join token is unknown, revoked or expired, or its session is over");
    }

    static NotFound missing(TokenId token) {
        return new NotFound("there is no join token " + token);
    }
}
