package dev.chatsessions.core.identity;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.identity.Administration;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.IdentityProvider;
import dev.chatsessions.spi.IdentityProvider.Vouched;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.TokenStore.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Issues, verifies and revokes tokens. Thread-safe. */
public final class DefaultAdministration implements Administration {

    private final Transactions.Bound transactions;

    private final IdSource ids;

    private final UserLogs logs;

    private final Credentials credentials;

    private final GuestBook guests;

    private final IdentityProvider provider;

    private final Optional<String> adminHash;

    public DefaultAdministration(
            Transactions transactions,
            IdSource ids,
            UserLogs logs,
            Credentials credentials,
            GuestBook guests,
            IdentityProvider provider,
            Optional<String> adminSecret) {
        this.transactions = transactions.own();
        this.ids = ids;
        this.logs = logs;
        this.credentials = credentials;
        this.guests = guests;
        this.provider = provider;
        this.adminHash = adminSecret.map(Credential.Bearer::new).map(credentials::hash);
    }

    private DefaultAdministration(DefaultAdministration node, Transactions joined, Credentials within) {
        this.transactions = joined.own();
        this.ids = node.ids;
        this.logs = node.logs;
        this.credentials = within;
        this.guests = node.guests;
        this.provider = node.provider;
        this.adminHash = node.adminHash;
    }

    /** The same within a host's transaction, with the credentials {@link Credentials#within within} it. */
    public DefaultAdministration within(Transactions joined, Credentials within) {
        return new DefaultAdministration(this, joined, within);
    }

    @Override
    public Identity authenticate(Credential credential) {
        var hash = credentials.hash(credential);
        if (adminHash.filter(hash::equals).isPresent()) {
            return new Identity(Caller.admin("bootstrap"), Optional.empty(), Optional.empty());
        }
        return credentials.verified(hash, () -> {
            var known = transactions.glance(stores -> looked(stores, hash));
            return known.identity()
                    .or(() -> vouchedFor(credential, known.at()))
                    .orElseThrow(DefaultAdministration::unauthenticated);
        });
    }

    @Override
    public IssuedToken issue(Caller caller, TokenRequest request, RequestKey requestKey) {
        Access.requireAdmin(caller);
        var subject = Subjects.of(request.subject());
        if (request.ttl().compareTo(Duration.ofSeconds(1)) < 0 || request.ttl().compareTo(Credentials.LONGEST) > 0) {
            throw new Invalid("ttl", "must be 1 second to 366 days");
        }
        var id = new TokenId(ids.next());
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
                    if (request.subject() instanceof Caller.User user) {
                        logs.lock(writing, user.id());
                    }
                    return credentials.issue(
                            writing, id, request.subject(), writing.now().plus(request.ttl()));
                }));
    }

    @Override
    public void revoke(Caller caller, TokenId token) {
        transactions.run(writing -> {
            writing.stores()
                    .tokens()
                    .find(token)
                    .filter(found -> mayRevoke(caller, found))
                    .orElseThrow(() -> new NotFound("there is no token " + token));
            credentials.revoke(writing, token);
        });
    }

    @Override
    public boolean signOut(Credential credential) {
        var identity = authenticate(credential);
        if (identity.token().isPresent()) {
            transactions.run(
                    writing -> credentials.revoke(writing, identity.token().get()));
            return true;
        }
        if (identity.expiresAt().isPresent() && identity.caller() instanceof Caller.User user) {
            transactions.run(writing -> {
                logs.lock(writing, user.id());
                credentials.revokeForeign(
                        writing,
                        credentials.hash(credential),
                        user.id(),
                        identity.expiresAt().get());
            });
            return true;
        }
        return false;
    }

    @Override
    public void signOutEverywhere(Caller caller, UserId user) {
        Access.requireSelfOrAdmin(caller, user, Permission.WRITE);
        transactions.run(writing -> {
            logs.lock(writing, user);
            credentials.signOutEverywhere(writing, user);
        });
    }

    private static boolean mayRevoke(Caller caller, StoredToken token) {
        return caller instanceof Caller.Admin
                || caller instanceof Caller.System
                || Subjects.caller(token).key().equals(caller.key());
    }

    private Looked looked(Stores stores, String hash) {
        var token = stores.tokens().findByHash(hash);
        return new Looked(stores.now(), token.map(found -> verified(stores, found)));
    }

    private Identity verified(Stores stores, StoredToken token) {
        return Optional.of(token)
                .filter(found -> found.revokedAt().isEmpty() && stores.now().isBefore(found.expiresAt()))
                .map(found ->
                        new Identity(Subjects.caller(found), Optional.of(found.id()), Optional.of(found.expiresAt())))
                .filter(identity -> isWelcome(stores, identity.caller()))
                .orElseThrow(DefaultAdministration::unauthenticated);
    }

    /** Who is known to the identity provider, by a token that we never saw or may not have kept. */
    private Optional<Identity> vouchedFor(Credential credential, Instant now) {
        return provider.verify(((Credential.Bearer) credential).secret(), now)
                .filter(vouched -> isInForce(vouched, now))
                .map(vouched -> new Identity(
                        Caller.user(vouched.user()), Optional.empty(), Optional.of(OutsideRules.end(vouched))));
    }

    private boolean isInForce(Vouched vouched, Instant now) {
        var signedOut = transactions.glance(stores -> credentials.signedOutEverywhere(stores, vouched.user()));
        return OutsideRules.isInForce(vouched, signedOut, now);
    }

    private static Unauthenticated unauthenticated() {
        return new Unauthenticated("the credential is unknown, revoked or expired");
    }

    private boolean isWelcome(Stores stores, Caller caller) {
        return !(caller instanceof Caller.SessionGuest guest) || guests.isWelcome(stores, guest);
    }

    /**
     * What we know of a secret.
     *
     * @param at when that was
     * @param identity empty for one that we never saw
     */
    private record Looked(Instant at, Optional<Identity> identity) {}
}
