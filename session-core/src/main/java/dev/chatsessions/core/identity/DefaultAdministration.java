package dev.chatsessions.core.identity;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.identity.Administration;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SecretHasher;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.TokenStore.StoredToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Issues, verifies and revokes tokens. Thread-safe. */
public final class DefaultAdministration implements Administration {

    private static final Duration LONGEST = Duration.ofDays(366);

    private final Transactions transactions;

    private final IdSource ids;

    private final SecretHasher hasher;

    private final Optional<String> adminHash;

    private final Believed believed;

    /** What everybody outside believes, while this is within a host's transaction. */
    private final Believed believedByNode;

    public DefaultAdministration(
            Transactions transactions, IdSource ids, SecretHasher hasher, Optional<String> adminSecret) {
        this.transactions = transactions;
        this.ids = ids;
        this.hasher = hasher;
        this.adminHash = adminSecret.map(hasher::hash);
        this.believed = new Believed();
        this.believedByNode = believed;
    }

    private DefaultAdministration(DefaultAdministration node, Transactions joined) {
        this.transactions = joined;
        this.ids = node.ids;
        this.hasher = node.hasher;
        this.adminHash = node.adminHash;
        this.believed = new Believed();
        this.believedByNode = node.believed;
    }

    /** The same within a host's transaction: what it verifies may yet be undone, and nobody outside believes it. */
    public DefaultAdministration within(Transactions joined) {
        return new DefaultAdministration(this, joined);
    }

    @Override
    public Identity authenticate(Credential credential) {
        // Secrets are compared by their hashes, so that the time it takes tells nothing of a secret.
        var hash = hasher.hash(((Credential.Bearer) credential).secret());
        if (adminHash.filter(hash::equals).isPresent()) {
            return new Identity(Caller.admin("bootstrap"), Optional.empty(), Optional.empty());
        }
        return believed.verified(hash, () -> transactions.glance(stores -> verified(stores, hash)));
    }

    @Override
    public IssuedToken issue(Caller caller, TokenRequest request, RequestKey requestKey) {
        Access.requireAdmin(caller);
        var subject = Subjects.of(request.subject());
        if (request.ttl().compareTo(Duration.ofSeconds(1)) < 0 || request.ttl().compareTo(LONGEST) > 0) {
            throw new Invalid("ttl", "must be 1 second to 366 days");
        }
        var id = new TokenId(ids.next());
        var secret = subject.prefix() + ids.secret();
        return transactions.write(writing -> RequestKeys.once(
                writing,
                caller,
                "issue-token",
                requestKey,
                subject.kind() + " " + subject.name() + " " + request.ttl(),
                List.of(id.toString()),
                results -> {
                    throw new Conflict("already-issued", "the secret of token " + results.get(0) + " was shown once");
                },
                () -> {
                    var now = writing.now();
                    var expiresAt = now.plus(request.ttl());
                    writing.stores()
                            .tokens()
                            .insert(new StoredToken(
                                    id,
                                    hasher.hash(secret),
                                    subject.kind(),
                                    subject.name(),
                                    subject.permissions(),
                                    now,
                                    expiresAt,
                                    Optional.empty()));
                    return new IssuedToken(id, secret, expiresAt);
                }));
    }

    @Override
    public void revoke(Caller caller, TokenId token) {
        transactions.write(writing -> {
            var stored = writing.stores()
                    .tokens()
                    .find(token)
                    .filter(found -> mayRevoke(caller, found))
                    .orElseThrow(() -> new NotFound("there is no token " + token));
            writing.afterwards(believedByNode::forgetAll);
            return writing.stores().tokens().revoke(stored.id(), writing.now());
        });
        believed.forgetAll();
    }

    private static boolean mayRevoke(Caller caller, StoredToken token) {
        return caller instanceof Caller.Admin
                || caller instanceof Caller.System
                || Subjects.caller(token).key().equals(caller.key());
    }

    private static Identity verified(Stores stores, String hash) {
        return stores.tokens()
                .findByHash(hash)
                .filter(token -> token.revokedAt().isEmpty() && stores.now().isBefore(token.expiresAt()))
                .map(token ->
                        new Identity(Subjects.caller(token), Optional.of(token.id()), Optional.of(token.expiresAt())))
                .orElseThrow(() -> new Unauthenticated("the credential is unknown, revoked or expired"));
    }
}
