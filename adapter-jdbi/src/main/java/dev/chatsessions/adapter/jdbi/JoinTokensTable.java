package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.join.Admission;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.spi.JoinTokenStore;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Join tokens. */
final class JoinTokensTable implements JoinTokenStore {

    private static final Insert INSERT =
            Insert.into("join_tokens", "session_id, id, hash, admission, created_at, expires_at", "session_id, id");

    private static final String FIND = """
            select j.session_id, j.id, j.admission, j.created_at, j.expires_at, j.redeemed_at, j.revoked_at
            from ${schema}.join_tokens j join ${schema}.sessions s on s.id = j.session_id where\s""";

    private static final String OF_SESSION = "j.session_id = ? and j.revoked_at is null and j.expires_at > ?";

    private static final String COUNT = """
            select count(*) as good from ${schema}.join_tokens j join ${schema}.sessions s on s.id = j.session_id where\s""" + OF_SESSION + " and s.deleted_at is null";

    private static final String LATEST_FIRST = " order by j.session_id desc, j.id desc limit ?";

    private static final String REDEEM = """
            update ${schema}.join_tokens set redeemed_at = ?, expires_at = ?
            where session_id = ? and id = ? and redeemed_at is null and revoked_at is null and expires_at > ?""";

    private static final String REVOKE = """
            update ${schema}.join_tokens set revoked_at = ?
            where session_id = ? and id = ? and revoked_at is null""";

    private static final Row<JoinToken> ROW = row -> new JoinToken(
            new TokenId(Columns.id(row, "id")),
            new SessionId(Columns.id(row, "session_id")),
            Admission.valueOf(row.getString("admission")),
            Columns.time(row, "created_at"),
            Columns.time(row, "expires_at"),
            Columns.optionalTime(row, "redeemed_at"),
            Columns.optionalTime(row, "revoked_at"));

    private final Transaction transaction;

    JoinTokensTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(JoinToken token, String hash) {
        transaction.insertLater(
                INSERT,
                Values.of(token.session().value())
                        .and(token.id().value())
                        .and(hash)
                        .and(token.admission())
                        .and(token.createdAt())
                        .and(token.expiresAt()));
    }

    @Override
    public Optional<JoinToken> findByHash(String hash) {
        return transaction.first(FIND + "j.hash = ? and s.deleted_at is null", Values.of(hash), ROW);
    }

    @Override
    public Optional<JoinToken> find(SessionAccess access, SessionId session, TokenId token) {
        var right = Access.to(access);
        return transaction.first(
                FIND + "j.session_id = ? and j.id = ?" + right.condition(),
                Values.of(session.value()).and(token.value()).andAll(right.values()),
                ROW);
    }

    @Override
    public List<JoinToken> list(
            SessionAccess access, SessionId session, Instant now, Optional<TokenId> before, int limit) {
        var right = Access.to(access);
        var values = Values.of(session.value()).and(now).andAll(right.values());
        var rest = before.map(token -> " and j.id < ?").orElse("");
        before.ifPresent(token -> values.and(token.value()));
        return transaction.list(FIND + OF_SESSION + right.condition() + rest + LATEST_FIRST, values.and(limit), ROW);
    }

    @Override
    public int count(SessionId session, Instant now) {
        return transaction
                .first(COUNT, Values.of(session.value()).and(now), row -> row.getInt("good"))
                .orElseThrow();
    }

    @Override
    public boolean redeem(SessionId session, TokenId token, Instant at, Instant until) {
        return transaction.change(
                        REDEEM,
                        new Values()
                                .and(at)
                                .and(until)
                                .and(session.value())
                                .and(token.value())
                                .and(at))
                == 1;
    }

    @Override
    public boolean revoke(SessionId session, TokenId token, Instant at) {
        return transaction.change(
                        REVOKE, new Values().and(at).and(session.value()).and(token.value()))
                == 1;
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        return transaction.change(
                transaction.dialect().deleteSome("join_tokens", "expires_at < ?", "expires_at"),
                new Values().and(before).and(limit));
    }
}
