package dev.chatsessions.identity;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenId;

/** Issues, verifies and revokes credentials. */
public interface Administration {

    /**
     * Who shows this credential; Unauthenticated, always with the same words, when it is not good. What was verified is
     * believed for half a second, so that is how late a revocation elsewhere, or an expiry, may be noticed; but never with
     * guests, who are gone at once.
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
}
