package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.TokenId;
import dev.chatsessions.spi.TokenStore.StoredToken;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The issued tokens. */
final class TokenRows {

    private final Rows<TokenId, StoredToken> tokens;

    private final Rows<String, TokenId> byHash;

    private final Sorted<Moment, StoredToken> byExpiry;

    TokenRows(Journal journal) {
        tokens = new Rows<>(journal);
        byHash = new Rows<>(journal);
        byExpiry = new Sorted<>(journal, Moment::compareTo);
    }

    Optional<StoredToken> find(TokenId id) {
        return tokens.find(id);
    }

    Optional<StoredToken> findByHash(String hash) {
        return byHash.find(hash).flatMap(tokens::find);
    }

    void put(StoredToken token) {
        tokens.put(token.id(), token);
        byHash.put(token.hash(), token.id());
        byExpiry.put(expiry(token), token);
    }

    void remove(StoredToken token) {
        tokens.remove(token.id());
        byHash.remove(token.hash());
        byExpiry.remove(expiry(token));
    }

    /** Longest expired first. */
    Collection<StoredToken> expiredBefore(Instant before) {
        return byExpiry.view().headMap(Moment.firstAt(before), false).values();
    }

    private static Moment expiry(StoredToken token) {
        return new Moment(token.expiresAt(), token.id().value());
    }
}
