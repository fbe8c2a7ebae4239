package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.spi.WebhookSecretStore.StoredWebhookSecret;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The secrets of webhooks, those that were revoked too. */
final class WebhookSecretRows {

    private final Table<WebhookSecretId, StoredWebhookSecret> secrets;

    private final Lookup<Kept, StoredWebhookSecret> goodByKept;

    private final Listing<Holder, Integer, StoredWebhookSecret> goodByHolder;

    private final Listing<Optional<UserId>, WebhookSecretId, StoredWebhookSecret> goodByOwner;

    private final Listing<UserId, UUID, StoredWebhookSecret> byOwner;

    WebhookSecretRows(Journal journal) {
        secrets = new Table<>(journal, stored -> stored.secret().id());
        goodByKept = secrets.lookup(stored -> good(stored).map(Kept::of));
        goodByHolder = secrets.listing(
                stored -> good(stored).map(Holder::of), StoredWebhookSecret::place, Comparator.naturalOrder());
        byOwner = secrets.listing(
                stored -> stored.secret().owner(),
                stored -> stored.secret().id().value(),
                Order.OF_IDS);
        goodByOwner = secrets.listing(
                stored -> good(stored).map(one -> one.secret().owner()),
                stored -> stored.secret().id(),
                Comparator.comparing(WebhookSecretId::value, Order.OF_IDS));
    }

    Optional<StoredWebhookSecret> find(WebhookSecretId id) {
        return secrets.find(id);
    }

    Optional<StoredWebhookSecret> findGood(Provider provider, String kept) {
        return goodByKept.find(new Kept(provider, kept));
    }

    /** By place. */
    Stream<StoredWebhookSecret> good(Provider provider, Optional<UserId> owner) {
        return goodByHolder.of(new Holder(provider, owner)).ascending();
    }

    Ordered<WebhookSecretId, StoredWebhookSecret> good(Optional<UserId> owner) {
        return goodByOwner.of(owner);
    }

    /** Those that were revoked too. */
    Ordered<UUID, StoredWebhookSecret> of(UserId owner) {
        return byOwner.of(owner);
    }

    /** Removes up to {@code limit} of these and returns how many. */
    int remove(Stream<StoredWebhookSecret> these, int limit) {
        return secrets.remove(these, limit);
    }

    void put(StoredWebhookSecret secret) {
        secrets.put(secret);
    }

    private static Optional<StoredWebhookSecret> good(StoredWebhookSecret stored) {
        return Optional.of(stored).filter(one -> one.revokedAt().isEmpty());
    }

    private record Kept(Provider provider, String kept) {
        static Kept of(StoredWebhookSecret stored) {
            return new Kept(stored.secret().provider(), stored.kept());
        }
    }

    private record Holder(Provider provider, Optional<UserId> owner) {
        static Holder of(StoredWebhookSecret stored) {
            return new Holder(stored.secret().provider(), stored.secret().owner());
        }
    }
}
