package dev.chatsessions.join;

import dev.chatsessions.Caller;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets others into one session. A join token is short-lived and good once; what it is redeemed for is a credential that sees
 * that session and nothing else, and is good no longer than the session is live. Issued, listed and revoked by the session's
 * owner: a session that is not the caller's is NotFound, and to a guest of it this is Forbidden.
 */
public interface JoinTokens {

    /**
     * Issues a join token. Its secret is shown once: repeating the call with the same request key is Conflict
     * {@code already-issued}. In a session that is over Conflict {@code session-ended}; where as many are good as may be,
     * guests who came by one included, Conflict {@code too-many-join-tokens}.
     *
     * @param life how long it may be redeemed, 1 second to 24 hours, else Invalid; empty for 10 minutes
     */
    IssuedToken issue(
            Caller caller, SessionId session, Admission admission, Optional<Duration> life, RequestKey requestKey);

    /** The session's join tokens that are good, latest first. */
    Page<JoinToken> list(Caller caller, SessionId session, PageRequest page);

    /**
     * Takes a join token back, at once and for good, and sends the guest away who came by it. NotFound where the session has
     * no such token, or had one and it expired. Repeating it changes nothing.
     */
    void revoke(Caller caller, SessionId session, TokenId token);

    /**
     * Uses a join token up. Of those who redeem it at the same moment one is let in; to all others, and ever after, it is
     * Gone {@code join-token-used}. One that is unknown, revoked or expired, or whose session is over, is Unauthenticated,
     * always with the same words. Where as many connections are open as may be it is Conflict {@code too-many-connections},
     * and stays good.
     */
    Joined redeem(Credential joinToken);
}
