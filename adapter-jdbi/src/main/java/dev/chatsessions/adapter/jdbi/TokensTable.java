package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.chatsessions.TokenId;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.spi.TokenStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Issued tokens. */
final class TokensTable implements TokenStore {

    private static final Insert INSERT = Insert.into(
            "tokens", "id, hash, subject_kind, subject, permissions, created_at, expires_at, revoked_at", "id");

    private static final String FIND = """
            select k.id, k.hash, k.subject_kind, k.subject, k.permissions, k.created_at, k.expires_at, k.revoked_at
            from ${schema}.tokens k where\s""";

    private static final String NEWEST = """
            select max(k.created_at) as newest from ${schema}.tokens k where k.subject = ? and k.subject_kind = ?""";

    private static final String REVOKE =
            "update ${schema}.tokens set revoked_at = ? where id = ? and revoked_at is null";

    private static final String REVOKE_ALL = """
            update ${schema}.tokens set revoked_at = ?
            where subject = ? and subject_kind = ? and revoked_at is null""";

    private static final String SHORTEN = """
            update ${schema}.tokens set expires_at = ?
            where subject = ? and subject_kind = ? and expires_at > ?""";

    private static final String REMOVE_ALL = "delete from ${schema}.tokens where subject = ? and subject_kind = ?";

    private static final Row<StoredToken> ROW = row -> new StoredToken(
            new TokenId(Columns.id(row, "id")),
            row.getString("hash"),
            row.getString("subject_kind"),
            row.getString("subject"),
            permissions(row.getString("permissions")),
            Columns.time(row, "created_at"),
            Columns.time(row, "expires_at"),
            Columns.optionalTime(row, "revoked_at"));

    private final Transaction transaction;

    TokensTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(StoredToken token) {
        transaction.insertLater(
                INSERT,
                Values.of(token.id().value())
                        .and(token.hash())
                        .and(token.subjectKind())
                        .and(token.subject())
                        .and(token.permissions().stream()
                                .map(Enum::name)
                                .sorted()
                                .collect(joining(",")))
                        .and(token.createdAt())
                        .and(token.expiresAt())
                        .andTime(token.revokedAt()));
    }

    @Override
    public Optional<StoredToken> findByHash(String hash) {
        return transaction.first(FIND + "k.hash = ?", Values.of(hash), ROW);
    }

    @Override
    public Optional<StoredToken> find(TokenId token) {
        return transaction.first(FIND + "k.id = ?", Values.of(token.value()), ROW);
    }

    @Override
    public Optional<Instant> newest(String subjectKind, String subject) {
        return transaction
                .first(NEWEST, Values.of(subject).and(subjectKind), row -> Columns.optionalTime(row, "newest"))
                .orElseThrow();
    }

    @Override
    public boolean revoke(TokenId token, Instant at) {
        return transaction.change(REVOKE, new Values().and(at).and(token.value())) == 1;
    }

    @Override
    public int revokeAll(String subjectKind, String subject, Instant at) {
        return transaction.change(REVOKE_ALL, new Values().and(at).and(subject).and(subjectKind));
    }

    @Override
    public void shorten(String subjectKind, String subject, Instant at) {
        transaction.changeLater(
                SHORTEN, new Values().and(at).and(subject).and(subjectKind).and(at));
    }

    @Override
    public void removeAll(String subjectKind, String subject) {
        transaction.changeLater(REMOVE_ALL, Values.of(subject).and(subjectKind));
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        return transaction.change(
                transaction.dialect().deleteSome("tokens", "expires_at < ?", "expires_at"),
                new Values().and(before).and(limit));
    }

    private static Set<Permission> permissions(String names) {
        return names.isEmpty()
                ? Set.of()
                : Arrays.stream(names.split(",")).map(Permission::valueOf).collect(toSet());
    }
}
