package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.join.Admission;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.JoinTokenStore;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link JoinTokenStore} promises. Used by one test at a time. */
public abstract class JoinTokenStoreContract extends Contract {

    /** With the fixture of one test. */
    protected JoinTokenStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_token_is_found_by_its_id_and_by_the_hash_of_its_secret() {
        var session = started(sessions.active(ANNA, "a"));
        var one = kept(token(session, Admission.READ, TestTimes.at(8)), "h-1");
        var two = kept(token(session, Admission.READ_WRITE, TestTimes.at(9)), "H-1");

        assertEquals(Optional.of(one), find(session, one.id()));
        assertEquals(Optional.of(one), findByHash("h-1"));
        assertEquals(Optional.of(two), find(session, two.id()));
        assertEquals(Optional.of(two), findByHash("H-1"));
        assertEquals(Optional.empty(), find(session, ids.token()));
        assertEquals(Optional.empty(), findByHash("h"));
    }

    @Test
    void a_token_is_one_of_its_own_session_only() {
        var session = started(sessions.active(ANNA, "a"));
        var other = started(sessions.active(ANNA, "b"));
        var token = kept(token(session, Admission.READ, TestTimes.at(8)), "hash");

        assertEquals(Optional.empty(), find(other, token.id()));
        assertFalse(redeemed(other, token, TestTimes.at(2)));
        assertFalse(revoked(other, token, TestTimes.at(2)));
        assertEquals(List.of(), list(other, TestTimes.at(2)));
        assertEquals(Optional.of(token), find(session, token.id()));
        for (var right : List.of(new SessionAccess.Owner(BERT), new SessionAccess.Guest(other.id()))) {
            assertEquals(Optional.empty(), read(stores -> stores.joinTokens().find(right, session.id(), token.id())));
            assertEquals(
                    List.of(),
                    read(stores ->
                            stores.joinTokens().list(right, session.id(), TestTimes.at(2), Optional.empty(), ALL)));
        }
    }

    @Test
    void it_is_redeemed_once_and_lasts_for_its_guest() {
        var session = started(sessions.active(ANNA, "a"));
        var token = kept(token(session, Admission.READ, TestTimes.at(8)), "hash");
        kept(token(session, Admission.READ, TestTimes.at(8)), "other");

        assertTrue(redeemed(session, token, TestTimes.at(3)));
        assertFalse(redeemed(session, token, TestTimes.at(4)));

        var after = token.redeemedAt(TestTimes.at(3), TestTimes.at(50));
        assertEquals(Optional.of(after), find(session, token.id()));
        assertEquals(Optional.of(after), findByHash("hash"));
        assertEquals(List.of(after), list(session, TestTimes.at(20)));
        assertFalse(redeemed(
                session,
                new JoinToken(
                        ids.token(),
                        session.id(),
                        Admission.READ,
                        TestTimes.at(1),
                        TestTimes.at(9),
                        Optional.empty(),
                        Optional.empty()),
                TestTimes.at(3)));
    }

    @Test
    void one_that_expired_or_was_revoked_is_not_redeemed() {
        var session = started(sessions.active(ANNA, "a"));
        var expired = kept(token(session, Admission.READ, TestTimes.at(5)), "h-1");
        var revoked = kept(token(session, Admission.READ, TestTimes.at(5)), "h-2");
        assertTrue(revoked(session, revoked, TestTimes.at(2)));
        var justBefore = TestTimes.at(5).minusNanos(1_000);

        assertFalse(redeemed(session, expired, TestTimes.at(5)));
        assertFalse(redeemed(session, expired, TestTimes.at(6)));
        assertFalse(redeemed(session, revoked, TestTimes.at(3)));

        assertTrue(redeemed(session, expired, justBefore));
    }

    @Test
    void it_is_revoked_once_also_after_it_was_redeemed() {
        var session = started(sessions.active(ANNA, "a"));
        var token = kept(token(session, Admission.READ, TestTimes.at(8)), "hash");
        assertTrue(redeemed(session, token, TestTimes.at(3)));

        assertTrue(revoked(session, token, TestTimes.at(4)));
        assertFalse(revoked(session, token, TestTimes.at(5)));

        var after = token.redeemedAt(TestTimes.at(3), TestTimes.at(50)).revokedAt(TestTimes.at(4));
        assertEquals(Optional.of(after), find(session, token.id()));
        assertFalse(did(stores -> stores.joinTokens().revoke(session.id(), ids.token(), TestTimes.at(5))));
    }

    @Test
    void the_good_ones_are_listed_and_counted_latest_first() {
        var session = started(sessions.active(ANNA, "a"));
        var first = kept(token(session, Admission.READ, TestTimes.at(8)), "h-1");
        var second = kept(token(session, Admission.READ_WRITE, TestTimes.at(6)), "h-2");
        var third = kept(token(session, Admission.READ, TestTimes.at(9)), "h-3");
        var revoked = kept(token(session, Admission.READ, TestTimes.at(9)), "h-4");
        kept(token(started(sessions.active(ANNA, "b")), Admission.READ, TestTimes.at(9)), "h-5");
        assertTrue(revoked(session, revoked, TestTimes.at(2)));

        assertEquals(List.of(third, second, first), list(session, TestTimes.at(5)));
        assertEquals(List.of(third, first), list(session, TestTimes.at(6)));
        assertEquals(3, count(session.id(), TestTimes.at(5)));
        assertEquals(2, count(session.id(), TestTimes.at(6)));
        assertEquals(0, count(ids.session(), TestTimes.at(5)));
        assertEquals(
                List.of(third, second),
                read(stores -> stores.joinTokens().list(ANY, session.id(), TestTimes.at(5), Optional.empty(), 2)));
        assertEquals(
                List.of(first),
                read(stores ->
                        stores.joinTokens().list(ANY, session.id(), TestTimes.at(5), Optional.of(second.id()), 2)));
    }

    @Test
    void the_order_is_that_of_the_ids() {
        var session = started(sessions.active(ANNA, "a"));
        var ascending = TestIds.ascendingUnsigned();
        for (var place : List.of(3, 0, 4, 1, 2)) {
            var id = new TokenId(ascending[place]);
            kept(
                    new JoinToken(
                            id,
                            session.id(),
                            Admission.READ,
                            TestTimes.at(1),
                            TestTimes.at(9),
                            Optional.empty(),
                            Optional.empty()),
                    "hash of " + id);
        }

        var listed = list(session, TestTimes.at(2)).stream().map(JoinToken::id).toList();

        for (var place = 0; place < ascending.length; place++) {
            assertEquals(
                    ascending[ascending.length - 1 - place], listed.get(place).value());
        }
        assertEquals(
                listed.subList(2, 5),
                read(stores -> stores.joinTokens()
                                .list(ANY, session.id(), TestTimes.at(2), Optional.of(listed.get(1)), ALL))
                        .stream()
                        .map(JoinToken::id)
                        .toList());
    }

    @Test
    void it_is_kept_under_the_lock_of_its_session_only_where_that_matters() {
        var session = started(sessions.active(ANNA, "a"));
        var token = token(session, Admission.READ, TestTimes.at(8));

        keepIn(session.id(), stores -> {
            stores.joinTokens().insert(token, "hash");
            assertEquals(Optional.of(token), stores.joinTokens().findByHash("hash"));
            assertTrue(stores.joinTokens().redeem(session.id(), token.id(), TestTimes.at(2), TestTimes.at(50)));
            assertEquals(
                    Optional.of(TestTimes.at(2)),
                    stores.joinTokens().find(ANY, session.id(), token.id()).flatMap(JoinToken::redeemedAt));
        });
        assertThrows(
                RuntimeException.class,
                () -> keepIn(
                        session.id(),
                        stores -> stores.joinTokens().insert(token(session, Admission.READ, TestTimes.at(8)), "hash")));
    }

    @Test
    void expired_ones_are_removed_a_few_at_a_time() {
        var session = started(sessions.active(ANNA, "a"));
        for (var number = 1; number <= 5; number++) {
            kept(token(session, Admission.READ, TestTimes.at(number)), "old-" + number);
        }
        var kept = kept(token(session, Admission.READ, TestTimes.at(6)), "new");

        assertEquals(2, removedExpired(TestTimes.at(6), 2));
        assertEquals(3, removedExpired(TestTimes.at(6), ALL));
        assertEquals(0, removedExpired(TestTimes.at(6), ALL));

        assertEquals(Optional.of(kept), findByHash("new"));
        assertEquals(Optional.empty(), findByHash("old-1"));
        assertEquals(Optional.empty(), findByHash("old-5"));
    }

    private JoinToken token(Session session, Admission admission, Instant expiresAt) {
        return new JoinToken(
                ids.token(), session.id(), admission, TestTimes.at(1), expiresAt, Optional.empty(), Optional.empty());
    }

    private JoinToken kept(JoinToken token, String hash) {
        keepIn(token.session(), stores -> stores.joinTokens().insert(token, hash));
        return token;
    }

    private boolean redeemed(Session session, JoinToken token, Instant at) {
        return did(stores -> stores.joinTokens().redeem(session.id(), token.id(), at, TestTimes.at(50)));
    }

    private boolean revoked(Session session, JoinToken token, Instant at) {
        return did(stores -> stores.joinTokens().revoke(session.id(), token.id(), at));
    }

    private Optional<JoinToken> find(Session session, TokenId token) {
        return read(stores -> stores.joinTokens().find(ANY, session.id(), token));
    }

    private Optional<JoinToken> findByHash(String hash) {
        return read(stores -> stores.joinTokens().findByHash(hash));
    }

    private List<JoinToken> list(Session session, Instant now) {
        return read(stores -> stores.joinTokens().list(ANY, session.id(), now, Optional.empty(), ALL));
    }

    private int count(SessionId session, Instant now) {
        return read(stores -> stores.joinTokens().count(session, now));
    }

    private int removedExpired(Instant before, int limit) {
        return write(stores -> stores.joinTokens().removeExpired(before, limit));
    }
}
