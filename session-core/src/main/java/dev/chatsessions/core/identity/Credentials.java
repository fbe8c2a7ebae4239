package dev.chatsessions.core.identity;

import dev.chatsessions.Caller;
import dev.chatsessions.TokenId;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SecretHasher;
import dev.chatsessions.spi.TokenStore.StoredToken;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes and revokes tokens as a part of other use cases, and remembers for a moment who was verified. Thread-safe. */
public final class Credentials {

    private final IdSource ids;

    private final SecretHasher hasher;

    private final Believed believed;

    /** What everybody outside believes, while this is within a host's transaction. */
    private final Believed believedByNode;

    public Credentials(IdSource ids, SecretHasher hasher) {
        this.ids = ids;
        this.hasher = hasher;
        this.believed = new Believed();
        this.believedByNode = believed;
    }

    private Credentials(Credentials node) {
        this.ids = node.ids;
        this.hasher = node.hasher;
        this.believed = new Believed();
        this.believedByNode = node.believed;
    }

    /** The same within a host's transaction: what is verified there may yet be undone, and nobody outside believes it. */
    public Credentials within() {
        return new Credentials(this);
    }

    /** Secrets are compared by their hashes, so that the time it takes tells nothing of a secret. */
    public String hash(Credential credential) {
        return hasher.hash(((Credential.Bearer) credential).secret());
    }

    /** Keeps a new token whose holder is {@code subject}. */
    public IssuedToken issue(Writing writing, TokenId id, Caller subject, Instant expiresAt) {
        var kept = Subjects.of(subject);
        var secret = kept.prefix() + ids.secret();
        writing.stores()
                .tokens()
                .insert(new StoredToken(
                        id,
                        hasher.hash(secret),
                        kept.kind(),
                        kept.name(),
                        kept.permissions(),
                        writing.now(),
                        expiresAt,
                        Optional.empty()));
        return new IssuedToken(id, secret, expiresAt);
    }

    /** Marks all tokens of {@code subject} revoked, as {@link #revoke} does. */
    public void revokeAll(Writing writing, Caller subject) {
        var kept = Subjects.of(subject);
        writing.stores().tokens().revokeAll(kept.kind(), kept.name(), writing.now());
        believed.forgetAll();
        writing.afterwards(believedByNode::forgetAll);
    }

    /** Has all tokens of {@code subject} that there are expire by {@code at}. */
    public void shorten(Writing writing, Caller subject, Instant at) {
        var kept = Subjects.of(subject);
        writing.stores().tokens().shorten(kept.kind(), kept.name(), at);
        believed.forgetAll();
        writing.afterwards(believedByNode::forgetAll);
    }

    /** Marks a token revoked, if there is one; on this node nobody believes it any more once that is durable. */
    public void revoke(Writing writing, TokenId token) {
        writing.stores().tokens().revoke(token, writing.now());
        believed.forgetAll();
        writing.afterwards(believedByNode::forgetAll);
    }

    Identity verified(String hash, Supplier<Identity> look) {
        return believed.verified(hash, look);
    }
}
