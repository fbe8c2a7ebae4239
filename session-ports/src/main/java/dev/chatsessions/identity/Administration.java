package dev.chatsessions.identity;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenId;
import dev.chatsessions.UserId;

/** Issues, verifies and revokes credentials. */
public interface Administration {

    /**
     * Who shows this credential, which we or an identity provider issued; Unauthenticated, always with the same words, when
     * it is not good. What was verified is believed for half a second, so that is how late a revocation elsewhere, or an
     * expiry, may be noticed; but never with guests, who are gone at once.
     */
    Identity authenticate(Credential credential);

    /**
     * Issues a token. For admins, else Forbidden. Its secret is shown once: repeating the call with the same request key
     * is Conflict {@code already-issued}.
     */
    IssuedToken issue(Caller caller, TokenRequest request, RequestKey requestKey);

    /**
     * Revokes a token, at once and for good. Admins revoke any, users their own; any other is NotFound. Repeating it
     * changes nothing.
     */
    void revoke(Caller caller, TokenId token);

    /**
     * Revokes the token that is shown, at once and for good, be it one of ours or an identity provider's. False, and nothing
     * changed, for one that was configured: it is good for as long as that. Unauthenticated when it is not good.
     */
    boolean signOut(Credential credential);

    /**
     * Revokes all that proves a user, at once and for good: his tokens, and what an identity provider issued to him until
     * now. What his workers and guests hold is theirs, and stays. For users themselves and for admins; NotFound else.
     */
    void signOutEverywhere(Caller caller, UserId user);
}
