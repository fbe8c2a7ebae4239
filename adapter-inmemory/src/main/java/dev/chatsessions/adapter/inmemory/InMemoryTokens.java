package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.TokenId;
import dev.chatsessions.spi.TokenStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

final class InMemoryTokens implements TokenStore {

    private final Transaction transaction;

    InMemoryTokens(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(StoredToken token) {
        Storable.require("hash", token.hash());
        Storable.require("subjectKind", token.subjectKind());
        Storable.require("subject", token.subject());
        var tokens = transaction.writing().tokens();
        if (tokens.find(token.id()).isPresent()
                || tokens.findByHash(token.hash()).isPresent()) {
            throw new IllegalStateException("token " + token.id() + " or its hash is there already");
        }
        tokens.put(token);
    }

    @Override
    public Optional<StoredToken> findByHash(String hash) {
        return transaction.reading().tokens().findByHash(hash);
    }

    @Override
    public Optional<StoredToken> find(TokenId token) {
        return transaction.reading().tokens().find(token);
    }

    @Override
    public Optional<Instant> newest(String subjectKind, String subject) {
        return transaction
                .reading()
                .tokens()
                .of(subjectKind, subject)
                .map(StoredToken::createdAt)
                .max(Comparator.naturalOrder());
    }

    @Override
    public boolean revoke(TokenId token, Instant at) {
        var tokens = transaction.writing().tokens();
        var active = tokens.find(token).filter(stored -> stored.revokedAt().isEmpty());
        active.ifPresent(stored -> tokens.put(with(stored, stored.expiresAt(), Optional.of(at))));
        return active.isPresent();
    }

    @Override
    public int revokeAll(String subjectKind, String subject, Instant at) {
        var tokens = transaction.writing().tokens();
        var active = tokens.of(subjectKind, subject)
                .filter(stored -> stored.revokedAt().isEmpty())
                .toList();
        active.forEach(stored -> tokens.put(with(stored, stored.expiresAt(), Optional.of(at))));
        return active.size();
    }

    @Override
    public void shorten(String subjectKind, String subject, Instant at) {
        var tokens = transaction.writing().tokens();
        tokens.of(subjectKind, subject)
                .filter(stored -> stored.expiresAt().isAfter(at))
                .toList()
                .forEach(stored -> tokens.put(with(stored, at, stored.revokedAt())));
    }

    @Override
    public void removeAll(String subjectKind, String subject) {
        var tokens = transaction.writing().tokens();
        tokens.of(subjectKind, subject).toList().forEach(tokens::remove);
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        var tokens = transaction.writing().tokens();
        var expired = tokens.expiredBefore(before).limit(limit).toList();
        expired.forEach(tokens::remove);
        return expired.size();
    }

    private static StoredToken with(StoredToken stored, Instant expiresAt, Optional<Instant> revokedAt) {
        return new StoredToken(
                stored.id(),
                stored.hash(),
                stored.subjectKind(),
                stored.subject(),
                stored.permissions(),
                stored.createdAt(),
                expiresAt,
                revokedAt);
    }
}
