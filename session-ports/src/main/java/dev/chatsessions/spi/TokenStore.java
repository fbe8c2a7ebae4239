package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.TokenId;
import dev.chatsessions.identity.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Keeps issued tokens by the hash of their secret. */
public interface TokenStore {

    /** Keeps a new token, whose id and whose hash no other has. */
    void insert(StoredToken token);

    /** The token whose secret has this hash, also when it expired or was revoked. */
    Optional<StoredToken> findByHash(String hash);

    /** The token, also when it expired or was revoked. */
    Optional<StoredToken> find(TokenId token);

    /** When the newest token of this subject was made, also when it expired or was revoked. */
    Optional<Instant> newest(String subjectKind, String subject);

    /** Marks it revoked; false when it was already, or is not there. */
    boolean revoke(TokenId token, Instant at);

    /** Marks all tokens of this subject revoked that are not; returns how many. */
    int revokeAll(String subjectKind, String subject, Instant at);

    /** Has all tokens of this subject expire by {@code at}; those that expire sooner stay as they are. */
    void shorten(String subjectKind, String subject, Instant at);

    /** Removes all tokens of this subject. */
    void removeAll(String subjectKind, String subject);

    /** Removes up to {@code limit} tokens that expired before {@code before} and returns how many. */
    int removeExpired(Instant before, int limit);

    /**
     * A token that was issued.
     *
     * @param subjectKind what kind of caller its holder is, as the core names it
     * @param subject which one, as the core names it
     */
    record StoredToken(
            TokenId id,
            String hash,
            String subjectKind,
            String subject,
            Set<Permission> permissions,
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> revokedAt) {
        public StoredToken {
            requireNonNull(id, "id");
            requireNonNull(hash, "hash");
            requireNonNull(subjectKind, "subjectKind");
            requireNonNull(subject, "subject");
            permissions = Set.copyOf(permissions);
            requireNonNull(createdAt, "createdAt");
            requireNonNull(expiresAt, "expiresAt");
            requireNonNull(revokedAt, "revokedAt");
        }
    }
}
