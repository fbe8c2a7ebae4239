package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.KeyReused;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ClientId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.join.Admission;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.join.JoinTokens;
import dev.chatsessions.join.Joined;
import dev.chatsessions.presence.Attendance;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Join tokens, and the guests that come by them. */
abstract class JoinUseCases extends UseCases {

    private JoinTokens tokens;

    private SessionId session;

    private ChatSessions elsewhere;

    @BeforeEach
    void start_a_shared_session() {
        elsewhere = node(new ScriptedAssistant());
        tokens = chat.joinTokens();
        session = session(ANN, SessionKind.SHARED).id();
    }

    @Test
    void who_redeems_a_join_token_is_a_guest_of_that_session() {
        var token = issued(Admission.READ_WRITE);

        var joined = redeemed(token);

        assertEquals(
                new Caller.SessionGuest(session, token.id(), Set.of(Permission.READ, Permission.WRITE)),
                joined.guest());
        assertEquals(token.id(), joined.credential().id());
        assertEquals(joined.guest(), authenticated(joined));
        assertEquals(joined.guest(), authenticated(joined), "comes back with it");
        chat.sessions().announce(joined.guest(), session, "wave", JsonValue.of("hi"), RequestKey.none());
        assertTrue(token.secret().startsWith(JoinToken.PREFIX));
        assertFalse(joined.credential().secret().startsWith(JoinToken.PREFIX));
    }

    @Test
    void a_guest_who_may_only_read_says_nothing() {
        var guest = redeemed(issued(Admission.READ)).guest();

        assertEquals(session, chat.sessions().find(guest, session).id());
        assertThrows(
                Forbidden.class,
                () -> chat.sessions().announce(guest, session, "wave", JsonValue.of("hi"), RequestKey.none()));
    }

    @Test
    void a_join_token_stays_good_where_there_is_no_room() {
        var token = issued(Admission.READ);
        var seats = new ArrayList<Attendance>();
        for (var number = 0; number < 256; number++) {
            seats.add(chat.presence().enter(ANN, session, new ClientId("client-" + number)));
        }

        conflict("too-many-connections", () -> redeemed(token));

        seats.forEach(Attendance::close);
        chat.housekeeping().runOnce();
        redeemed(token);
    }

    @Test
    void a_join_token_is_good_once() {
        var token = issued(Admission.READ);
        redeemed(token);

        assertEquals(
                "join-token-used",
                assertThrows(Gone.class, () -> redeemed(token)).code());
        assertEquals(
                "join-token-used",
                assertThrows(Gone.class, () -> redeemed(token)).code());
    }

    @Test
    void of_those_who_redeem_it_at_once_one_is_let_in() {
        var token = issued(Admission.READ);

        var outcomes = Collision.of(
                6,
                number -> () -> (number % 2 == 0 ? chat : elsewhere)
                        .joinTokens()
                        .redeem(new Credential.Bearer(token.secret())));

        assertEquals(
                1,
                outcomes.stream().filter(outcome -> outcome.value().isPresent()).count());
        outcomes.stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .forEach(refusal -> assertEquals("join-token-used", refusal.code()));
    }

    @Test
    void a_join_token_expires() {
        var usual = issued(Admission.READ);
        var late = issued(Admission.READ);
        var brief = tokens.issue(ANN, session, Admission.READ, Optional.of(Duration.ofSeconds(1)), RequestKey.none());

        backend.advance(Duration.ofMinutes(10).minusSeconds(5));
        redeemed(usual);
        unknown(brief);
        backend.advance(Duration.ofSeconds(6));
        unknown(late);
        assertEquals(List.of(usual.id()), listed().stream().map(JoinToken::id).toList(), "its guest is there");
    }

    @Test
    void what_is_wrong_with_a_join_token_is_told_in_the_same_words() {
        var revoked = issued(Admission.READ);
        tokens.revoke(ANN, session, revoked.id());
        var used = issued(Admission.READ);
        redeemed(used);
        tokens.revoke(ANN, session, used.id());
        var never = assertThrows(
                Unauthenticated.class, () -> tokens.redeem(new Credential.Bearer("cs_j_nobody-was-given-this")));

        assertEquals(never.getMessage(), unknown(revoked).getMessage());
        assertEquals(never.getMessage(), unknown(used).getMessage());
        var ended = issued(Admission.READ);
        chat.sessions().end(ANN, session, ExpectedVersion.any());
        assertEquals(never.getMessage(), unknown(ended).getMessage());
    }

    @Test
    void revoking_sends_the_guest_away() {
        var token = issued(Admission.READ);
        var joined = redeemed(token);
        var other = redeemed(issued(Admission.READ));
        welcome(joined);

        tokens.revoke(ANN, session, token.id());
        tokens.revoke(ANN, session, token.id());

        sentAway(joined);
        assertEquals(other.guest(), authenticated(other));
    }

    @Test
    void a_guest_goes_with_the_session_however_it_ends() {
        var ended = welcome(redeemed(issued(Admission.READ)));
        chat.sessions().end(ANN, session, ExpectedVersion.any());
        session = session(ANN, SessionKind.SHARED).id();
        var completed = welcome(redeemed(issued(Admission.READ)));
        chat.sessions().complete(ANN, session, ExpectedVersion.any());
        session = session(ANN, SessionKind.SHARED).id();
        var deleted = welcome(redeemed(issued(Admission.READ)));
        chat.sessions().delete(ANN, session);

        List.of(ended, completed, deleted).forEach(this::sentAway);
    }

    @Test
    void a_guest_goes_with_the_sessions_time_though_nobody_swept_it() {
        var joined = redeemed(issued(Admission.READ));

        backend.advance(Duration.ofHours(1).minusSeconds(5));
        welcome(joined);

        backend.advance(Duration.ofSeconds(6));
        sentAway(joined);
    }

    @Test
    void a_guest_may_stay_for_a_day() {
        var joined = redeemed(issued(Admission.READ));
        for (var hour = 0; hour < 26; hour++) {
            backend.advance(Duration.ofMinutes(55));
            chat.sessions().announce(ANN, session, "tick", JsonValue.of(hour), RequestKey.none());
        }
        welcome(joined);

        backend.advance(Duration.ofMinutes(20));

        sentAway(joined);
        chat.housekeeping().runOnce();
        assertEquals(List.of(), listed());
    }

    @Test
    void so_many_are_good_at_a_time_and_no_more() {
        for (var number = 0; number < 99; number++) {
            issued(Admission.READ);
        }
        var last = issued(Admission.READ);
        redeemed(last);
        conflict("too-many-join-tokens", () -> issued(Admission.READ));

        tokens.revoke(ANN, session, last.id());
        issued(Admission.READ);
        conflict("too-many-join-tokens", () -> issued(Admission.READ));
        backend.advance(Duration.ofMinutes(11));
        issued(Admission.READ);
    }

    @Test
    void how_long_a_join_token_is_good_has_bounds() {
        for (var life : List.of(
                Duration.ZERO, Duration.ofMillis(999), Duration.ofHours(24).plusSeconds(1))) {
            assertThrows(
                    Invalid.class,
                    () -> tokens.issue(ANN, session, Admission.READ, Optional.of(life), RequestKey.none()));
        }
        tokens.issue(ANN, session, Admission.READ, Optional.of(Duration.ofHours(24)), RequestKey.none());
    }

    @Test
    void join_tokens_are_their_owners_alone() {
        var token = issued(Admission.READ_WRITE);
        var guest = redeemed(token).guest();

        assertThrows(Forbidden.class, () -> issuedBy(guest));
        assertThrows(Forbidden.class, () -> tokens.list(guest, session, PageRequest.first(10)));
        assertThrows(Forbidden.class, () -> tokens.revoke(guest, session, token.id()));
        assertThrows(Forbidden.class, () -> issuedBy(ADMIN));
        assertThrows(NotFound.class, () -> issuedBy(BOB));
        assertThrows(NotFound.class, () -> tokens.list(BOB, session, PageRequest.first(10)));
        assertThrows(NotFound.class, () -> tokens.revoke(BOB, session, token.id()));
        var bobs = session(BOB, SessionKind.SHARED).id();
        assertThrows(NotFound.class, () -> tokens.revoke(BOB, bobs, token.id()));
        assertEquals(1, listed().size());
    }

    @Test
    void join_tokens_are_listed_in_pages_latest_first() {
        var first = issued(Admission.READ);
        var second = issued(Admission.READ_WRITE);
        var third = issued(Admission.READ);
        redeemed(first);

        var page = tokens.list(ANN, session, PageRequest.first(2));
        assertEquals(
                List.of(third.id(), second.id()),
                page.items().stream().map(JoinToken::id).toList());
        var rest = tokens.list(ANN, session, PageRequest.after(page.next().orElseThrow(), 2));
        assertEquals(
                List.of(first.id()), rest.items().stream().map(JoinToken::id).toList());
        assertTrue(rest.items().get(0).redeemedAt().isPresent());
        assertEquals(Optional.empty(), rest.next());
    }

    @Test
    void a_secret_is_shown_once() {
        var key = RequestKey.of("the-same");
        tokens.issue(ANN, session, Admission.READ, Optional.empty(), key);

        conflict("already-issued", () -> tokens.issue(ANN, session, Admission.READ, Optional.empty(), key));
        refused(
                KeyReused.class,
                "idempotency-key-reused",
                () -> tokens.issue(ANN, session, Admission.READ_WRITE, Optional.empty(), key));
        assertEquals(1, listed().size());
    }

    @Test
    void nobody_is_invited_to_a_session_that_is_over() {
        chat.sessions().end(ANN, session, ExpectedVersion.any());

        conflict("session-ended", () -> issued(Admission.READ));
        session = session(ANN, SessionKind.SHARED).id();
        backend.advance(Duration.ofHours(1).plusSeconds(1));
        conflict("session-ended", () -> issued(Admission.READ));
    }

    @Test
    void joining_counts_as_use() {
        var token = tokens.issue(ANN, session, Admission.READ, Optional.of(Duration.ofHours(2)), RequestKey.none());
        backend.advance(Duration.ofMinutes(50));
        redeemed(token);
        backend.advance(Duration.ofMinutes(50));

        assertTrue(chat.sessions().find(ANN, session).status().isLive());
    }

    private IssuedToken issued(Admission admission) {
        return tokens.issue(ANN, session, admission, Optional.empty(), RequestKey.none());
    }

    private IssuedToken issuedBy(Caller caller) {
        return tokens.issue(caller, session, Admission.READ, Optional.empty(), RequestKey.none());
    }

    private Joined redeemed(IssuedToken token) {
        return tokens.redeem(new Credential.Bearer(token.secret()));
    }

    private Unauthenticated unknown(IssuedToken token) {
        return refused(Unauthenticated.class, "unauthenticated", () -> redeemed(token));
    }

    private List<JoinToken> listed() {
        return tokens.list(ANN, session, PageRequest.first(100)).items();
    }

    private Caller authenticated(Joined joined) {
        return authenticated(chat, joined);
    }

    private static Caller authenticated(ChatSessions node, Joined joined) {
        return node.administration()
                .authenticate(new Credential.Bearer(joined.credential().secret()))
                .caller();
    }

    /** Each node meets him. */
    private Joined welcome(Joined joined) {
        nodes().forEach(node -> assertEquals(joined.guest(), authenticated(node, joined)));
        return joined;
    }

    /** Also where he was met a moment ago. */
    private void sentAway(Joined joined) {
        nodes().forEach(node -> assertThrows(Unauthenticated.class, () -> authenticated(node, joined)));
    }

    private List<ChatSessions> nodes() {
        return List.of(chat, elsewhere);
    }
}
