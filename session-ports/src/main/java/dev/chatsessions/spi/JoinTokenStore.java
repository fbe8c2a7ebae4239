package dev.chatsessions.spi;

import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.join.JoinToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps join tokens, each below its session and findable by the hash of its secret. */
public interface JoinTokenStore {

    /** Keeps a new token, whose id and whose hash no other has. The session's lock is held. */
    void insert(JoinToken token, String hash);

    /** The token whose secret has this hash, also when it was redeemed, revoked or expired. */
    Optional<JoinToken> findByHash(String hash);

    /** The token, also when it was redeemed, revoked or expired. */
    Optional<JoinToken> find(SessionAccess access, SessionId session, TokenId token);

    /** The session's tokens that were not revoked and expire after {@code now}, by id, highest first; those below {@code before}. */
    List<JoinToken> list(SessionAccess access, SessionId session, Instant now, Optional<TokenId> before, int limit);

    /** How many of the session's tokens were not revoked and expire after {@code now}. */
    int count(SessionId session, Instant now);

    /**
     * Marks it redeemed and has it expire at {@code until}; false when it was redeemed or revoked before, had expired by
     * {@code at}, or is not there. One conditional update decides, however many try at once.
     */
    boolean redeem(SessionId session, TokenId token, Instant at, Instant until);

    /** Marks it revoked; false when it was already, or is not there. */
    boolean revoke(SessionId session, TokenId token, Instant at);

    /** Removes up to {@code limit} tokens that expired before {@code before} and returns how many. */
    int removeExpired(Instant before, int limit);
}
