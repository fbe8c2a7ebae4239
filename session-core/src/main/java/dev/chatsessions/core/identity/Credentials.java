package dev.chatsessions.core.identity;

import dev.chatsessions.Caller;
import dev.chatsessions.TokenId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SecretHasher;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.TokenStore.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes and revokes tokens as a part of other use cases, and remembers for a moment who was verified. Thread-safe. */
public final class Credentials {

    /** How long any token is good at most, and so how long it has to be known that one is not. */
    static final Duration LONGEST = Duration.ofDays(366);

    /** Under this kind it is kept when a user signed out everywhere, as a token that nobody holds. */
    private static final String SIGN_OUT = "sign-out";

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

    /**
     * Marks all tokens of a user revoked, as {@link #revoke} does, and what others issued to him until now. However often he
     * does it, the last time is all that is kept. The user's log is locked.
     */
    public void signOutEverywhere(Writing writing, UserId user) {
        writing.stores().tokens().removeAll(SIGN_OUT, user.value());
        keep(writing, hasher.hash(ids.secret()), SIGN_OUT, user, writing.now().plus(LONGEST));
        revokeAll(writing, Caller.user(user));
    }

    /** When a user last signed out everywhere. */
    Optional<Instant> signedOutEverywhere(Stores stores, UserId user) {
        return stores.tokens().newest(SIGN_OUT, user.value());
    }

    /** Marks a user's token revoked that others issued, unless it is already. The user's log is locked. */
    void revokeForeign(Writing writing, String hash, UserId user, Instant expiresAt) {
        if (writing.stores().tokens().findByHash(hash).isEmpty()) {
            keep(writing, hash, "user", user, expiresAt);
        }
        believed.forgetAll();
        writing.afterwards(believedByNode::forgetAll);
    }

    private void keep(Writing writing, String hash, String kind, UserId user, Instant expiresAt) {
        var now = writing.now();
        var id = new TokenId(ids.next());
        writing.stores()
                .tokens()
                .insert(new StoredToken(
                        id,
                        hash,
                        kind,
                        user.value(),
                        EnumSet.noneOf(Permission.class),
                        now,
                        expiresAt,
                        Optional.of(now)));
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
