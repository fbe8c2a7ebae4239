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
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.identity.Administration;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.spi.IdSource;
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

    private final UserLogs logs;

    private final Credentials credentials;

    private final GuestBook guests;

    private final Optional<String> adminHash;

    public DefaultAdministration(
            Transactions transactions,
            IdSource ids,
            UserLogs logs,
            Credentials credentials,
            GuestBook guests,
            Optional<String> adminSecret) {
        this.transactions = transactions;
        this.ids = ids;
        this.logs = logs;
        this.credentials = credentials;
        this.guests = guests;
        this.adminHash = adminSecret.map(Credential.Bearer::new).map(credentials::hash);
    }

    private DefaultAdministration(DefaultAdministration node, Transactions joined, Credentials within) {
        this.transactions = joined;
        this.ids = node.ids;
        this.logs = node.logs;
        this.credentials = within;
        this.guests = node.guests;
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
        return credentials.verified(hash, () -> transactions.glance(stores -> verified(stores, hash)));
    }

    @Override
    public IssuedToken issue(Caller caller, TokenRequest request, RequestKey requestKey) {
        Access.requireAdmin(caller);
        var subject = Subjects.of(request.subject());
        if (request.ttl().compareTo(Duration.ofSeconds(1)) < 0 || request.ttl().compareTo(LONGEST) > 0) {
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

    private static boolean mayRevoke(Caller caller, StoredToken token) {
        return caller instanceof Caller.Admin
                || caller instanceof Caller.System
                || Subjects.caller(token).key().equals(caller.key());
    }

    private Identity verified(Stores stores, String hash) {
        return stores.tokens()
                .findByHash(hash)
                .filter(token -> token.revokedAt().isEmpty() && stores.now().isBefore(token.expiresAt()))
                .map(token ->
                        new Identity(Subjects.caller(token), Optional.of(token.id()), Optional.of(token.expiresAt())))
                .filter(identity -> isWelcome(stores, identity.caller()))
                .orElseThrow(() -> new Unauthenticated("the credential is unknown, revoked or expired"));
    }

    private boolean isWelcome(Stores stores, Caller caller) {
        return !(caller instanceof Caller.SessionGuest guest) || guests.isWelcome(stores, guest);
    }
}
