package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.spi.WebhookSecretStore;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The secrets of webhooks, those that were revoked too. */
final class WebhookSecretsTable implements WebhookSecretStore {

    private static final Insert INSERT = Insert.into(
            "webhook_secrets",
            "provider, owner, held_place, id, kind, place, kept, created_at, revoked_at",
            "provider, owner, held_place");

    private static final String FIND = """
            select w.provider, w.owner, w.id, w.kind, w.place, w.kept, w.created_at, w.revoked_at
            from ${schema}.webhook_secrets w where\s""";

    private static final String BY_KEPT =
            FIND + "w.provider = ? and w.kept = ? and w.kind = ? and w.held_place is not null";

    private static final String GOOD = FIND + """
            w.provider = ? and w.owner = ? and w.kind = ? and w.held_place is not null
            order by w.provider, w.owner, w.held_place""";

    private static final String OF_OWNER = FIND + "w.owner = ? and w.held_place is not null";

    private static final String LATEST_FIRST = " order by w.owner desc, w.id desc limit ?";

    private static final String REVOKE = """
            update ${schema}.webhook_secrets set revoked_at = ?, held_place = null
            where id = ? and revoked_at is null""";

    private static final Row<StoredWebhookSecret> ROW = row -> new StoredWebhookSecret(
            new WebhookSecret(
                    new WebhookSecretId(Columns.id(row, "id")),
                    new Provider(row.getString("provider")),
                    SecretKind.valueOf(row.getString("kind")),
                    Optional.of(row.getString("owner"))
                            .filter(owner -> !owner.isEmpty())
                            .map(UserId::new),
                    Columns.time(row, "created_at")),
            row.getInt("place"),
            row.getString("kept"),
            Columns.optionalTime(row, "revoked_at"));

    private final Transaction transaction;

    WebhookSecretsTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(StoredWebhookSecret stored) {
        var secret = stored.secret();
        return transaction.insert(
                INSERT,
                Values.of(secret.provider().value())
                        .and(name(secret.owner()))
                        .and(stored.place())
                        .and(secret.id().value())
                        .and(secret.kind())
                        .and(stored.place())
                        .and(stored.kept())
                        .and(secret.createdAt())
                        .andTime(stored.revokedAt()));
    }

    @Override
    public Optional<StoredWebhookSecret> find(WebhookSecretId id) {
        return transaction.first(FIND + "w.id = ?", Values.of(id.value()), ROW);
    }

    @Override
    public Optional<StoredWebhookSecret> findGood(Provider provider, String kept) {
        return transaction.first(BY_KEPT, Values.of(provider.value()).and(kept).and(SecretKind.PATH), ROW);
    }

    @Override
    public List<StoredWebhookSecret> good(Provider provider, SecretKind kind, Optional<UserId> owner) {
        return transaction.list(
                GOOD, Values.of(provider.value()).and(name(owner)).and(kind), ROW);
    }

    @Override
    public List<StoredWebhookSecret> list(Optional<UserId> owner, Optional<WebhookSecretId> before, int limit) {
        var sql = new StringBuilder(OF_OWNER);
        var values = Values.of(name(owner));
        before.ifPresent(secret -> {
            sql.append(" and w.id < ?");
            values.and(secret.value());
        });
        return transaction.list(sql.append(LATEST_FIRST).toString(), values.and(limit), ROW);
    }

    @Override
    public boolean revoke(WebhookSecretId id, Instant at) {
        return transaction.change(REVOKE, new Values().and(at).and(id.value())) == 1;
    }

    /** No user has the empty name. */
    private static String name(Optional<UserId> owner) {
        return owner.map(UserId::value).orElse("");
    }
}
