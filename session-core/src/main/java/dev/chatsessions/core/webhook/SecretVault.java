package dev.chatsessions.core.webhook;

import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.spi.WebhookSecretStore.StoredWebhookSecret;
import java.util.Optional;

/** Keeps what signs so that only this server reads it again. Thread-safe. */
final class SecretVault {

    private final Optional<SecretKey> key;

    SecretVault(Optional<SecretKey> key) {
        this.key = key;
    }

    String seal(String secret, WebhookSecretId id) {
        return key.orElseThrow(() -> new Conflict(
                        "no-secret-key", "this server was given no key under which to keep a secret that signs"))
                .seal(secret, id.toString());
    }

    /** Unavailable where the server was given no key or another one: the sender is not to give up. */
    String open(StoredWebhookSecret stored) {
        var id = stored.secret().id().toString();
        return key.flatMap(given -> given.open(stored.kept(), id))
                .orElseThrow(() -> new Unavailable(
                        "no-secret-key",
                        "the server's key does not open webhook secret " + id + "; it was another one"));
    }
}
