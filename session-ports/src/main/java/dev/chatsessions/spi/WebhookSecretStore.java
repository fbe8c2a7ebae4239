package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the secrets of webhooks. Those of an owner and provider that are good have a place each: a constraint holds it,
 * whatever the caller believes. Who has no owner is the provider as a whole.
 */
public interface WebhookSecretStore {

    /** Keeps a new secret; false, and nothing kept, where its place is taken. A racing one is waited for. */
    boolean insert(StoredWebhookSecret secret);

    /** The secret, also when it was revoked. */
    Optional<StoredWebhookSecret> find(WebhookSecretId id);

    /** The path secret of this provider that is kept as {@code kept} and is good. */
    Optional<StoredWebhookSecret> findGood(Provider provider, String kept);

    /** Those of a provider, kind and owner that are good, by place. */
    List<StoredWebhookSecret> good(Provider provider, SecretKind kind, Optional<UserId> owner);

    /** The owner's that are good, by id, highest first; those below {@code before}. */
    List<StoredWebhookSecret> list(Optional<UserId> owner, Optional<WebhookSecretId> before, int limit);

    /** Marks it revoked, which frees its place; false when it was already, or is not there. */
    boolean revoke(WebhookSecretId id, Instant at);

    /**
     * A secret that was made.
     *
     * @param place from 1
     * @param kept what tells it, or what it is found in, as the core makes it; up to 255 ASCII characters
     */
    record StoredWebhookSecret(WebhookSecret secret, int place, String kept, Optional<Instant> revokedAt) {
        public StoredWebhookSecret {
            requireNonNull(secret, "secret");
            if (place < 1) {
                throw new IllegalArgumentException("place " + place + " is less than 1");
            }
            requireNonNull(kept, "kept");
            requireNonNull(revokedAt, "revokedAt");
        }
    }
}
