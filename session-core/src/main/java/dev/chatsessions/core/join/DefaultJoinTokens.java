package dev.chatsessions.core.join;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.core.identity.Credentials;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.session.SessionRules;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.join.Admission;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.join.JoinTokens;
import dev.chatsessions.join.Joined;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Invites guests, lets them in and sends them away. Locks the session before its tokens. Thread-safe. */
public final class DefaultJoinTokens implements JoinTokens {

    private final Transactions transactions;

    private final IdSource ids;

    private final Credentials credentials;

    private final JoinSettings settings;

    private final Duration sharedExpiry;

    private final BiConsumer<Stores, SessionId> room;

    /**
     * @param room refuses a session that has no room for one more
     */
    public DefaultJoinTokens(
            Transactions transactions,
            IdSource ids,
            Credentials credentials,
            JoinSettings settings,
            Duration sharedExpiry,
            BiConsumer<Stores, SessionId> room) {
        this.transactions = transactions;
        this.ids = ids;
        this.credentials = credentials;
        this.settings = settings;
        this.sharedExpiry = sharedExpiry;
        this.room = room;
    }

    @Override
    public IssuedToken issue(
            Caller caller, SessionId session, Admission admission, Optional<Duration> life, RequestKey requestKey) {
        var access = Access.toManage(caller);
        var lasting = JoinRules.life(life, settings);
        var id = new TokenId(ids.next());
        var secret = JoinToken.PREFIX + ids.secret();
        return transactions.write(
                access,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "issue-join-token " + session,
                        requestKey,
                        List.of(admission, lasting),
                        List.of(id.toString()),
                        results -> {
                            throw new Conflict(
                                    "already-issued", "the secret of join token " + results.get(0) + " was shown once");
                        },
                        () -> {
                            SessionRules.requireOpenForMessages(locked(writing, access, session));
                            var now = writing.now();
                            var tokens = writing.stores().joinTokens();
                            JoinRules.requireRoom(tokens.count(session, now), settings);
                            var expiresAt = now.plus(lasting);
                            tokens.insert(
                                    new JoinToken(
                                            id, session, admission, now, expiresAt, Optional.empty(), Optional.empty()),
                                    credentials.hash(new Credential.Bearer(secret)));
                            return new IssuedToken(id, secret, expiresAt);
                        }));
    }

    @Override
    public Page<JoinToken> list(Caller caller, SessionId session, PageRequest page) {
        var access = Access.toManage(caller);
        var list = "join tokens of " + session;
        var before = PageCursors.place(page, list, TokenId::parse);
        var tokens = transactions.read(access, stores -> {
            if (stores.sessions().find(access, session).isEmpty()) {
                throw Access.missing(stores, access, session);
            }
            return stores.joinTokens().list(access, session, stores.now(), before, page.limit() + 1);
        });
        return PageCursors.page(tokens, page, list, token -> token.id().toString(), token -> token);
    }

    @Override
    public void revoke(Caller caller, SessionId session, TokenId token) {
        var access = Access.toManage(caller);
        transactions.own().run(writing -> {
            locked(writing, access, session);
            var tokens = writing.stores().joinTokens();
            if (tokens.find(access, session, token).isEmpty()) {
                throw JoinRules.missing(token);
            }
            tokens.revoke(session, token, writing.now());
            credentials.revoke(writing, token);
        });
    }

    @Override
    public Joined redeem(Credential joinToken) {
        var hash = credentials.hash(joinToken);
        return transactions.own().write(writing -> {
            var tokens = writing.stores().joinTokens();
            var token = tokens.findByHash(hash).orElseThrow(() -> JoinRules.refusal(Optional.empty()));
            var access = new SessionAccess.Guest(token.session());
            var session = writing.stores()
                    .sessions()
                    .lock(access, token.session())
                    .map(locked -> SessionRules.asOf(locked.session(), writing.now(), sharedExpiry))
                    .filter(now -> now.status().isLive())
                    .orElseThrow(() -> JoinRules.refusal(Optional.empty()));
            if (token.redeemedAt().isEmpty()) {
                room.accept(writing.stores(), session.id());
            }
            var until = writing.now().plus(settings.guestLife());
            if (!tokens.redeem(session.id(), token.id(), writing.now(), until)) {
                throw JoinRules.refusal(tokens.find(access, session.id(), token.id()));
            }
            Activity.in(writing, session);
            var guest = new Caller.SessionGuest(
                    session.id(), token.id(), token.admission().permissions());
            return new Joined(guest, credentials.issue(writing, token.id(), guest, until));
        });
    }

    private Session locked(Writing writing, SessionAccess access, SessionId session) {
        var locked = writing.stores()
                .sessions()
                .lock(access, session)
                .orElseThrow(() -> Access.missing(writing.stores(), access, session));
        return SessionRules.asOf(locked.session(), writing.now(), sharedExpiry);
    }
}
