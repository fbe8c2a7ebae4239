package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import java.time.Instant;
import java.util.Optional;

/**
 * A secret that is good, without what is secret of it.
 *
 * @param owner whose devices it is good for; empty for all of the provider's
 */
public record WebhookSecret(
        WebhookSecretId id, Provider provider, SecretKind kind, Optional<UserId> owner, Instant createdAt) {

    public WebhookSecret {
        requireNonNull(id, "id");
        requireNonNull(provider, "provider");
        requireNonNull(kind, "kind");
        requireNonNull(owner, "owner");
        requireNonNull(createdAt, "createdAt");
    }
}
