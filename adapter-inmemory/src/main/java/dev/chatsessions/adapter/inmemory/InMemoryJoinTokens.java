package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.spi.JoinTokenStore;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

final class InMemoryJoinTokens implements JoinTokenStore {

    private final Transaction transaction;

    InMemoryJoinTokens(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(JoinToken token, String hash) {
        Storable.require("hash", hash);
        var tokens = transaction.holding(token.session()).joinTokens();
        if (tokens.find(token.id()).isPresent() || tokens.findByHash(hash).isPresent()) {
            throw new IllegalStateException("join token " + token.id() + " or its hash is there already");
        }
        tokens.put(new JoinTokenRows.Kept(token, hash));
    }

    @Override
    public Optional<JoinToken> findByHash(String hash) {
        return transaction
                .reading()
                .joinTokens()
                .findByHash(hash)
                .map(JoinTokenRows.Kept::token)
                .filter(token -> isThere(token.session()));
    }

    @Override
    public Optional<JoinToken> find(SessionAccess access, SessionId session, TokenId token) {
        return transaction
                .reading()
                .joinTokens()
                .find(token)
                .map(JoinTokenRows.Kept::token)
                .filter(found -> found.session().equals(session) && isSeen(access, session));
    }

    @Override
    public List<JoinToken> list(
            SessionAccess access, SessionId session, Instant now, Optional<TokenId> before, int limit) {
        return isSeen(access, session) ? good(session, now, before).limit(limit).toList() : List.of();
    }

    @Override
    public int count(SessionId session, Instant now) {
        return isThere(session)
                ? Math.toIntExact(good(session, now, Optional.empty()).count())
                : 0;
    }

    @Override
    public boolean redeem(SessionId session, TokenId token, Instant at, Instant until) {
        return change(
                session,
                token,
                found -> found.redeemedAt().isEmpty() && found.isGoodAt(at),
                found -> found.redeemedAt(at, until));
    }

    @Override
    public boolean revoke(SessionId session, TokenId token, Instant at) {
        return change(session, token, found -> found.revokedAt().isEmpty(), found -> found.revokedAt(at));
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        var tokens = transaction.writing().joinTokens();
        return tokens.remove(tokens.expiredBefore(before), limit);
    }

    private Stream<JoinToken> good(SessionId session, Instant now, Optional<TokenId> before) {
        var all = transaction.reading().joinTokens().of(session);
        return before.map(token -> all.descendingBefore(token.value()))
                .orElseGet(all::descending)
                .map(JoinTokenRows.Kept::token)
                .filter(token -> token.isGoodAt(now));
    }

    private boolean change(
            SessionId session, TokenId id, Predicate<JoinToken> condition, UnaryOperator<JoinToken> change) {
        var tokens = transaction.writing().joinTokens();
        var fit =
                tokens.find(id).filter(kept -> kept.token().session().equals(session) && condition.test(kept.token()));
        fit.ifPresent(kept -> tokens.put(kept.changedTo(change.apply(kept.token()))));
        return fit.isPresent();
    }

    private boolean isThere(SessionId session) {
        return transaction.reading().sessions().find(session).isPresent();
    }

    private boolean isSeen(SessionAccess access, SessionId session) {
        return transaction.reading().sessions().find(access, session).isPresent();
    }
}
