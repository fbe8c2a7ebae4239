package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.TokenId;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.spi.TokenStore;
import dev.chatsessions.spi.TokenStore.StoredToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link TokenStore} promises. Used by one test at a time. */
public abstract class TokenStoreContract extends Contract {

    /** With the fixture of one test. */
    protected TokenStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_token_is_found_by_its_id_and_by_the_hash_of_its_secret() {
        var one = issued(token("h-1", "anna", Set.of(Permission.values()), TestTimes.at(8)));
        var two = issued(token("H-1", "bert", Set.of(), TestTimes.at(9)));
        var three = issued(token("h".repeat(128), "anna", Set.of(Permission.READ), TestTimes.at(7)));

        for (var token : List.of(one, two, three)) {
            assertEquals(Optional.of(token), find(token.id()));
            assertEquals(Optional.of(token), findByHash(token.hash()));
        }
        assertEquals(Optional.empty(), find(ids.token()));
        assertEquals(Optional.empty(), findByHash("h"));
    }

    @Test
    void the_newest_token_of_a_subject_is_the_last_that_was_made() {
        made(0, "h-1", "user", "anna");
        var last = made(4, "h-2", "user", "anna");
        made(2, "h-3", "user", "anna");
        made(5, "h-4", "worker", "anna");
        made(6, "h-5", "user", "bert");

        assertEquals(Optional.of(TestTimes.at(4)), newest("user", "anna"));
        assertEquals(Optional.of(TestTimes.at(5)), newest("worker", "anna"));
        assertEquals(Optional.empty(), newest("user", "ann"));

        keep(stores -> stores.tokens().revoke(last.id(), TestTimes.at(7)));
        assertEquals(Optional.of(TestTimes.at(4)), newest("user", "anna"));
    }

    @Test
    void a_token_is_revoked_once() {
        var token = issued(token("h-1", "anna", Set.of(Permission.READ), TestTimes.at(8)));
        var other = issued(token("h-2", "anna", Set.of(Permission.READ), TestTimes.at(8)));

        assertTrue(did(stores -> stores.tokens().revoke(token.id(), TestTimes.at(2))));
        assertFalse(did(stores -> stores.tokens().revoke(token.id(), TestTimes.at(3))));
        assertFalse(did(stores -> stores.tokens().revoke(ids.token(), TestTimes.at(3))));

        var revoked = new StoredToken(
                token.id(),
                token.hash(),
                token.subjectKind(),
                token.subject(),
                token.permissions(),
                token.createdAt(),
                token.expiresAt(),
                Optional.of(TestTimes.at(2)));
        assertEquals(Optional.of(revoked), find(token.id()));
        assertEquals(Optional.of(revoked), findByHash("h-1"));
        assertEquals(Optional.of(other), find(other.id()));
    }

    @Test
    void expired_tokens_are_removed_a_few_at_a_time() {
        for (var number = 1; number <= 5; number++) {
            issued(token("old-" + number, "anna", Set.of(Permission.READ), TestTimes.at(number)));
        }
        var kept = issued(token("new", "anna", Set.of(Permission.READ), TestTimes.at(6)));

        assertEquals(2, removedExpired(TestTimes.at(6), 2));
        assertEquals(3, removedExpired(TestTimes.at(6), ALL));
        assertEquals(0, removedExpired(TestTimes.at(6), ALL));

        assertEquals(Optional.of(kept), findByHash("new"));
        assertEquals(Optional.empty(), findByHash("old-1"));
        assertEquals(Optional.empty(), findByHash("old-5"));
    }

    @Test
    void what_was_issued_and_revoked_shows_in_the_same_transaction() {
        var token = token("h-1", "anna", Set.of(Permission.WRITE), TestTimes.at(8));

        keep(stores -> {
            stores.tokens().insert(token);
            assertEquals(Optional.of(token), stores.tokens().find(token.id()));

            assertTrue(stores.tokens().revoke(token.id(), TestTimes.at(2)));
            assertEquals(
                    Optional.of(TestTimes.at(2)),
                    stores.tokens().findByHash("h-1").flatMap(StoredToken::revokedAt));
        });
    }

    @Test
    void all_tokens_of_one_subject_are_revoked_and_no_others() {
        var one = issued(token("h-1", "anna", Set.of(Permission.READ), TestTimes.at(8)));
        var two = issued(token("h-2", "anna", Set.of(Permission.READ), TestTimes.at(8)));
        var berts = issued(token("h-3", "bert", Set.of(Permission.READ), TestTimes.at(8)));

        assertEquals(0, revokedAll("worker", 2));
        assertEquals(2, revokedAll("user", 3));
        assertEquals(0, revokedAll("user", 4));

        for (var token : List.of(one, two)) {
            assertEquals(Optional.of(TestTimes.at(3)), find(token.id()).flatMap(StoredToken::revokedAt));
        }
        assertEquals(Optional.of(berts), find(berts.id()));
    }

    @Test
    void all_tokens_of_one_subject_expire_sooner_and_none_later() {
        var late = issued(token("h-1", "anna", Set.of(Permission.READ), TestTimes.at(8)));
        var soon = issued(token("h-2", "anna", Set.of(Permission.READ), TestTimes.at(4)));
        var berts = issued(token("h-3", "bert", Set.of(Permission.READ), TestTimes.at(8)));

        keep(stores -> stores.tokens().shorten("worker", "anna", TestTimes.at(1)));
        keep(stores -> stores.tokens().shorten("user", "anna", TestTimes.at(5)));

        assertEquals(Optional.of(TestTimes.at(5)), find(late.id()).map(StoredToken::expiresAt));
        assertEquals(Optional.of(soon), find(soon.id()));
        assertEquals(Optional.of(berts), find(berts.id()));
        assertEquals(2, removedExpired(TestTimes.at(6), ALL));
    }

    @Test
    void all_tokens_of_one_subject_are_removed_and_no_others() {
        var one = issued(token("h-1", "anna", Set.of(Permission.READ), TestTimes.at(8)));
        var berts = issued(token("h-2", "bert", Set.of(Permission.READ), TestTimes.at(8)));
        keep(stores -> stores.tokens().removeAll("worker", "anna"));
        assertEquals(Optional.of(one), find(one.id()));
        var two = token("h-3", "anna", Set.of(Permission.READ), TestTimes.at(8));

        keep(stores -> {
            stores.tokens().removeAll("user", "anna");
            stores.tokens().insert(two);
        });

        assertEquals(Optional.empty(), find(one.id()));
        assertEquals(Optional.empty(), findByHash("h-1"));
        assertEquals(Optional.of(two), find(two.id()));
        assertEquals(Optional.of(berts), find(berts.id()));
    }

    private int revokedAll(String subjectKind, int at) {
        return write(stores -> stores.tokens().revokeAll(subjectKind, "anna", TestTimes.at(at)));
    }

    private StoredToken issued(StoredToken token) {
        keep(stores -> stores.tokens().insert(token));
        return token;
    }

    private StoredToken made(int at, String hash, String subjectKind, String subject) {
        return issued(new StoredToken(
                ids.token(),
                hash,
                subjectKind,
                subject,
                Set.of(),
                TestTimes.at(at),
                TestTimes.at(8),
                Optional.empty()));
    }

    private Optional<Instant> newest(String subjectKind, String subject) {
        return read(stores -> stores.tokens().newest(subjectKind, subject));
    }

    private Optional<StoredToken> find(TokenId token) {
        return read(stores -> stores.tokens().find(token));
    }

    private Optional<StoredToken> findByHash(String hash) {
        return read(stores -> stores.tokens().findByHash(hash));
    }

    private int removedExpired(Instant before, int limit) {
        return write(stores -> stores.tokens().removeExpired(before, limit));
    }

    private StoredToken token(String hash, String subject, Set<Permission> permissions, Instant expiresAt) {
        return new StoredToken(
                ids.token(), hash, "user", subject, permissions, TestTimes.at(0), expiresAt, Optional.empty());
    }
}
