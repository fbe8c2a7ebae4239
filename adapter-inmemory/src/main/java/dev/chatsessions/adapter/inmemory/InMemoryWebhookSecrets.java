package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.spi.WebhookSecretStore;
import dev.chatsessions.webhook.SecretKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryWebhookSecrets implements WebhookSecretStore {

    private final Transaction transaction;

    InMemoryWebhookSecrets(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(StoredWebhookSecret stored) {
        Storable.require("kept", stored.kept());
        var secrets = transaction.writing().webhookSecrets();
        var taken = secrets.good(stored.secret().provider(), stored.secret().owner())
                .anyMatch(other -> other.place() == stored.place());
        if (!taken) {
            secrets.put(stored);
        }
        return !taken;
    }

    @Override
    public Optional<StoredWebhookSecret> find(WebhookSecretId id) {
        return transaction.reading().webhookSecrets().find(id);
    }

    @Override
    public Optional<StoredWebhookSecret> findGood(Provider provider, String kept) {
        return transaction
                .reading()
                .webhookSecrets()
                .findGood(provider, kept)
                .filter(stored -> stored.secret().kind() == SecretKind.PATH);
    }

    @Override
    public List<StoredWebhookSecret> good(Provider provider, SecretKind kind, Optional<UserId> owner) {
        return transaction
                .reading()
                .webhookSecrets()
                .good(provider, owner)
                .filter(stored -> stored.secret().kind() == kind)
                .toList();
    }

    @Override
    public List<StoredWebhookSecret> list(Optional<UserId> owner, Optional<WebhookSecretId> before, int limit) {
        var good = transaction.reading().webhookSecrets().good(owner);
        return before.map(good::descendingBefore)
                .orElseGet(good::descending)
                .limit(limit)
                .toList();
    }

    @Override
    public boolean revoke(WebhookSecretId id, Instant at) {
        var secrets = transaction.writing().webhookSecrets();
        var good = secrets.find(id).filter(stored -> stored.revokedAt().isEmpty());
        good.ifPresent(stored ->
                secrets.put(new StoredWebhookSecret(stored.secret(), stored.place(), stored.kept(), Optional.of(at))));
        return good.isPresent();
    }
}
