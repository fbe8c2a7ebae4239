package dev.chatsessions.core.webhook;

import com.google.common.io.BaseEncoding;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.DeviceId;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.RequestKey;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.Observer.DeliveryOutcome;
import dev.chatsessions.spi.SecretHasher;
import dev.chatsessions.spi.WebhookSecretStore.StoredWebhookSecret;
import dev.chatsessions.webhook.IssuedSecret;
import dev.chatsessions.webhook.Proof;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.WebhookSecret;
import dev.chatsessions.webhook.WebhookSecrets;
import java.util.List;
import java.util.Optional;

/** Makes, lists and revokes the secrets of webhooks, and recognises deliveries by them. Thread-safe. */
public final class DefaultWebhookSecrets implements WebhookSecrets {

    /** Enough to bring in a new one before the old one goes. */
    private static final int MOST = 3;

    private final Transactions.Bound transactions;

    private final IdSource ids;

    private final UserLogs logs;

    private final SecretHasher hasher;

    private final SecretVault vault;

    private final Deliverers deliverers;

    private final Observer observer;

    /** Without {@code key}, nothing can be signed: only secrets in addresses are made and known. */
    public DefaultWebhookSecrets(
            Transactions transactions,
            IdSource ids,
            UserLogs logs,
            SecretHasher hasher,
            Optional<SecretKey> key,
            Observer observer) {
        this(transactions, ids, logs, hasher, new SecretVault(key), observer);
    }

    private DefaultWebhookSecrets(
            Transactions transactions,
            IdSource ids,
            UserLogs logs,
            SecretHasher hasher,
            SecretVault vault,
            Observer observer) {
        this.transactions = transactions.own();
        this.ids = ids;
        this.logs = logs;
        this.hasher = hasher;
        this.vault = vault;
        this.deliverers = new Deliverers(hasher, vault);
        this.observer = observer;
    }

    /** The same within a host's transaction. */
    public DefaultWebhookSecrets within(Transactions joined) {
        return new DefaultWebhookSecrets(joined, ids, logs, hasher, vault, observer);
    }

    @Override
    public IssuedSecret issue(Caller caller, Provider provider, SecretKind kind, RequestKey requestKey) {
        var owner = ownerOf(caller, Permission.WRITE);
        var id = new WebhookSecretId(ids.next());
        var text = text(kind);
        var kept = kind == SecretKind.PATH ? hasher.hash(text) : vault.seal(text, id);
        return transactions.write(writing -> RequestKeys.once(
                writing,
                caller,
                "issue-webhook-secret",
                requestKey,
                provider + " " + kind,
                List.of(id.toString()),
                results -> {
                    throw new Conflict("already-issued", "secret " + results.get(0) + " was shown once");
                },
                () -> {
                    var secret = new WebhookSecret(id, provider, kind, owner, writing.now());
                    insert(writing, secret, kept);
                    owner.ifPresent(user -> logs.lock(writing, user));
                    return new IssuedSecret(secret, text);
                }));
    }

    private String text(SecretKind kind) {
        var text = ids.secret();
        return kind == SecretKind.STANDARD
                ? SignatureRules.STANDARD_PREFIX
                        + BaseEncoding.base64().encode(BaseEncoding.base64Url().decode(text))
                : text;
    }

    private static void insert(Writing writing, WebhookSecret secret, String kept) {
        for (var place = 1; place <= MOST; place++) {
            var stored = new StoredWebhookSecret(secret, place, kept, Optional.empty());
            if (writing.stores().webhookSecrets().insert(stored)) {
                return;
            }
        }
        throw new Conflict(
                "too-many-secrets",
                MOST + " secrets for " + secret.provider() + " are good already; revoke one of them");
    }

    @Override
    public Page<WebhookSecret> list(Caller caller, PageRequest page) {
        var owner = ownerOf(caller, Permission.READ);
        var list = "webhook secrets of " + owner;
        var before = PageCursors.place(page, list, WebhookSecretId::parse);
        var secrets = transactions.glance(stores -> stores.webhookSecrets().list(owner, before, page.limit() + 1));
        return PageCursors.page(
                secrets, page, list, stored -> stored.secret().id().toString(), StoredWebhookSecret::secret);
    }

    @Override
    public void revoke(Caller caller, WebhookSecretId secret) {
        var owner = ownerOf(caller, Permission.WRITE);
        transactions.run(writing -> {
            var stored = writing.stores()
                    .webhookSecrets()
                    .find(secret)
                    .filter(found -> found.secret().owner().equals(owner))
                    .orElseThrow(() -> new NotFound("there is no webhook secret " + secret));
            writing.stores().webhookSecrets().revoke(stored.secret().id(), writing.now());
        });
    }

    @Override
    public Caller.Device authenticate(DeviceId device, Proof proof, byte[] body) {
        try {
            transactions.read(stores -> {
                deliverers.require(stores, device, proof, body);
                return device;
            });
        } catch (Unauthenticated stranger) {
            Quietly.run(observer, "observer", () -> observer.delivered(DeliveryOutcome.UNPROVEN));
            throw stranger;
        }
        return new Caller.Device(device);
    }

    /** Whose the caller's secrets are: his own, or an admin's for a provider as a whole. */
    private static Optional<UserId> ownerOf(Caller caller, Permission permission) {
        if (caller instanceof Caller.Admin) {
            return Optional.empty();
        }
        if (caller instanceof Caller.User) {
            return Optional.of(Access.ownerOf(caller, permission));
        }
        throw new Forbidden("only users and admins have secrets of webhooks");
    }
}
