package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.TokenId;
import dev.chatsessions.spi.TokenStore.StoredToken;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The issued tokens. */
final class TokenRows {

    private final Table<TokenId, StoredToken> tokens;

    private final Lookup<String, StoredToken> byHash;

    private final Sorted<Moment, StoredToken> byExpiry;

    TokenRows(Journal journal) {
        tokens = new Table<>(journal, StoredToken::id);
        byHash = tokens.lookup(token -> Optional.of(token.hash()));
        byExpiry = new Sorted<>(
                journal,
                Moment.placing(StoredToken::expiresAt, token -> token.id().value()));
    }

    Optional<StoredToken> find(TokenId id) {
        return tokens.find(id);
    }

    Optional<StoredToken> findByHash(String hash) {
        return byHash.find(hash);
    }

    void put(StoredToken token) {
        tokens.put(token);
        byExpiry.put(token);
    }

    void remove(StoredToken token) {
        tokens.remove(token);
        byExpiry.removeLike(token);
    }

    /** Longest expired first. */
    Stream<StoredToken> expiredBefore(Instant before) {
        return byExpiry.ascendingBefore(Moment.firstAt(before));
    }
}
