package dev.chatsessions.webhook;

import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.RequestKey;
import dev.chatsessions.WebhookSecretId;

/**
 * The secrets by which deliveries prove where they come from. An admin's are good for every device of a provider, a user's
 * for the devices that are linked with him, and for those that he is pairing while they are nobody's.
 */
public interface WebhookSecrets {

    /**
     * Makes a secret for the caller, a user or an admin; repeating it by the request key is a Conflict
     * {@code already-issued}, as it is shown once. A Conflict {@code too-many-secrets} where three of the caller's for this
     * provider are good, and {@code no-secret-key} where signing secrets cannot be kept.
     */
    IssuedSecret issue(Caller caller, Provider provider, SecretKind kind, RequestKey requestKey);

    /** The caller's secrets that are good, latest first; for an admin, those of providers as a whole. */
    Page<WebhookSecret> list(Caller caller, PageRequest page);

    /** Has a secret of the caller's be good no more, from the next delivery on. Repeating it changes nothing. */
    void revoke(Caller caller, WebhookSecretId secret);

    /**
     * The device, as who it delivers. Unauthenticated {@code signature-invalid} unless the proof was made with a secret
     * that is good for it, whatever else is wrong; {@code timestamp-out-of-range} when it was signed over five minutes ago
     * or hence.
     *
     * @param body as it was sent, byte by byte
     */
    Caller.Device authenticate(DeviceId device, Proof proof, byte[] body);
}
