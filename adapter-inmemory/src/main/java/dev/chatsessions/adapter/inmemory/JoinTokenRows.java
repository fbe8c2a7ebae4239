package dev.chatsessions.adapter.inmemory;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.join.JoinToken;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The join tokens. */
final class JoinTokenRows {

    private final Table<TokenId, Kept> tokens;

    private final Lookup<String, Kept> byHash;

    private final Listing<SessionId, UUID, Kept> bySession;

    private final Listing<Boolean, Moment, Kept> byExpiry;

    JoinTokenRows(Journal journal) {
        tokens = new Table<>(journal, kept -> kept.token().id());
        byHash = tokens.lookup(kept -> Optional.of(kept.hash()));
        bySession = tokens.listing(
                kept -> Optional.of(kept.token().session()),
                kept -> kept.token().id().value(),
                Order.OF_IDS);
        byExpiry = tokens.listing(kept -> Optional.of(true), Kept::expiry, Moment.ORDER);
    }

    Optional<Kept> find(TokenId id) {
        return tokens.find(id);
    }

    Optional<Kept> findByHash(String hash) {
        return byHash.find(hash);
    }

    /** By id. */
    Ordered<UUID, Kept> of(SessionId session) {
        return bySession.of(session);
    }

    /** Longest expired first. */
    Stream<Kept> expiredBefore(Instant before) {
        return byExpiry.of(true).ascendingBefore(Moment.firstAt(before));
    }

    void put(Kept kept) {
        tokens.put(kept);
    }

    /** Removes up to {@code limit} of these and returns how many. */
    int remove(Stream<Kept> these, int limit) {
        return tokens.remove(these, limit);
    }

    /** A token and the hash of its secret. */
    record Kept(JoinToken token, String hash) {

        Kept {
            requireNonNull(token, "token");
            requireNonNull(hash, "hash");
        }

        Kept changedTo(JoinToken next) {
            return new Kept(next, hash);
        }

        private Moment expiry() {
            return new Moment(token.expiresAt(), token.id().value());
        }
    }
}
