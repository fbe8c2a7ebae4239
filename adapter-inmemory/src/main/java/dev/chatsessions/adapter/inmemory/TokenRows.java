package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.TokenId;
import dev.chatsessions.spi.TokenStore.StoredToken;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The issued tokens. */
final class TokenRows {

    private final Table<TokenId, StoredToken> tokens;

    private final Lookup<String, StoredToken> byHash;

    private final Listing<Subject, UUID, StoredToken> bySubject;

    private final Listing<Boolean, Moment, StoredToken> byExpiry;

    TokenRows(Journal journal) {
        tokens = new Table<>(journal, StoredToken::id);
        byHash = tokens.lookup(token -> Optional.of(token.hash()));
        bySubject = tokens.listing(
                token -> Optional.of(new Subject(token.subjectKind(), token.subject())),
                token -> token.id().value(),
                Order.OF_IDS);
        byExpiry = tokens.listing(
                token -> Optional.of(true),
                token -> new Moment(token.expiresAt(), token.id().value()),
                Moment.ORDER);
    }

    Optional<StoredToken> find(TokenId id) {
        return tokens.find(id);
    }

    Optional<StoredToken> findByHash(String hash) {
        return byHash.find(hash);
    }

    Stream<StoredToken> of(String subjectKind, String subject) {
        return bySubject.of(new Subject(subjectKind, subject)).ascending();
    }

    void put(StoredToken token) {
        tokens.put(token);
    }

    void remove(StoredToken token) {
        tokens.remove(token);
    }

    /** Longest expired first. */
    Stream<StoredToken> expiredBefore(Instant before) {
        return byExpiry.of(true).ascendingBefore(Moment.firstAt(before));
    }

    private record Subject(String kind, String name) {}
}
