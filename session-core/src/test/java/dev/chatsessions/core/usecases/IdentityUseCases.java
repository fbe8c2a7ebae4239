package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.session.SessionKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tokens: issued by admins, shown once, kept as hashes, good until they expire or are revoked. */
abstract class IdentityUseCases extends UseCases {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void who_shows_a_token_is_who_it_was_issued_to() {
        var reader = new Caller.User(ANN.id(), Set.of(Permission.READ));
        for (var subject : List.of(ANN, reader, ROBOT, Caller.admin("deputy"))) {
            var token = issue(subject);

            var identity = authenticate(token.secret());

            assertEquals(subject, identity.caller());
            assertEquals(Optional.of(token.id()), identity.token());
            assertEquals(Optional.of(token.expiresAt()), identity.expiresAt());
        }
    }

    @Test
    void a_guests_token_is_its_invitation_to_one_session() {
        var session = session(ANN, SessionKind.SHARED).id();
        var asked = new Caller.SessionGuest(session, new TokenId(UUID.randomUUID()), Set.of(Permission.READ));
        var token = issue(asked);

        var guest = assertInstanceOf(
                Caller.SessionGuest.class, authenticate(token.secret()).caller());

        assertEquals(session, guest.session());
        assertEquals(Set.of(Permission.READ), guest.permissions());
        chat.sessions().state(guest, session);
    }

    @Test
    void the_hosts_own_admin_token_is_an_admins() {
        var identity = authenticate(ADMIN_TOKEN);

        assertInstanceOf(Caller.Admin.class, identity.caller());
        assertEquals(Optional.empty(), identity.token());
        assertEquals(Optional.empty(), identity.expiresAt());
    }

    @Test
    void no_two_tokens_are_alike() {
        var one = issue(ANN);
        var other = issue(ANN);

        assertNotEquals(one.id(), other.id());
        assertNotEquals(one.secret(), other.secret());
        assertTrue(one.secret().matches("[A-Za-z0-9_-]{43,}"), "256 bits, safe in a URL");
    }

    @Test
    void only_a_hash_of_a_secret_is_kept() {
        var token = issue(ANN);

        var stored = backend.storage()
                .read(stores -> stores.tokens().find(token.id()).orElseThrow());

        var random = token.secret().substring(token.secret().length() - 43);
        assertFalse(stored.toString().contains(random));
        assertFalse(stored.hash().isBlank());
        assertFalse(token.toString().contains(random));
        assertFalse(new Credential.Bearer(token.secret()).toString().contains(random));
    }

    @Test
    void a_token_expires() {
        var token = issue(ANN);
        backend.advance(HOUR.minusSeconds(1));
        assertEquals(ANN, authenticate(token.secret()).caller());

        var late = issue(ANN);
        backend.advance(HOUR);

        unauthenticated(late.secret());
    }

    @Test
    void a_token_that_expired_is_no_better_after_it_was_swept() {
        var token = issue(ANN);
        backend.advance(HOUR.plusSeconds(1));

        chat.housekeeping().runOnce();

        unauthenticated(token.secret());
    }

    @Test
    void a_revoked_token_is_of_no_use_at_once() {
        var token = issue(ANN);
        authenticate(token.secret());

        chat.administration().revoke(ADMIN, token.id());
        chat.administration().revoke(ADMIN, token.id());

        unauthenticated(token.secret());
    }

    @Test
    void a_token_that_is_revoked_while_it_is_looked_up_is_of_no_use_from_then_on() {
        var way = new OvertakenStorage(backend.storage());
        var node = opened(SessionCore.builder()
                .storage(way)
                .housekeeping(Housekeeping.external())
                .build());
        var token = issue(ANN);
        var credential = new Credential.Bearer(token.secret());
        way.afterTheNextRead(() -> node.administration().revoke(ADMIN, token.id()));

        node.administration().authenticate(credential);

        refused(
                Unauthenticated.class,
                "unauthenticated",
                () -> node.administration().authenticate(credential));
    }

    @Test
    void users_revoke_their_own_tokens_and_no_others() {
        var anns = issue(ANN);
        var bobs = issue(BOB);

        chat.administration().revoke(ANN, anns.id());

        unauthenticated(anns.secret());
        var foreign = assertThrows(NotFound.class, () -> chat.administration().revoke(ANN, bobs.id()));
        var nothing = new TokenId(UUID.randomUUID());
        var unknown = assertThrows(NotFound.class, () -> chat.administration().revoke(ANN, nothing));
        assertEquals(
                unknown.getMessage().replace(nothing.toString(), ""),
                foreign.getMessage().replace(bobs.id().toString(), ""));
        assertEquals(BOB, authenticate(bobs.secret()).caller());
    }

    @Test
    void whatever_is_wrong_with_a_secret_the_words_are_the_same() {
        var expired = issue(ANN);
        backend.advance(HOUR.plusSeconds(1));
        var revoked = issue(ANN);
        chat.administration().revoke(ADMIN, revoked.id());
        var good = issue(ANN);
        var altered = good.secret().substring(0, good.secret().length() - 2) + "!!";

        var words = List.of(
                        expired.secret(),
                        revoked.secret(),
                        altered,
                        good.secret() + "x",
                        good.id().toString(),
                        ADMIN_TOKEN + "x",
                        "",
                        " ",
                        "\uD83D\uDC33")
                .stream()
                .map(this::unauthenticated)
                .map(ChatSessionsException::getMessage)
                .distinct()
                .toList();

        assertEquals(1, words.size(), words.toString());
    }

    @Test
    void only_admins_issue_tokens() {
        var request = new TokenRequest(ANN, HOUR);

        for (var caller : List.of(ANN, ROBOT)) {
            refused(
                    Forbidden.class,
                    "forbidden",
                    () -> chat.administration().issue(caller, request, RequestKey.none()));
        }
    }

    @Test
    void a_token_is_good_for_a_second_to_a_year() {
        for (var bad : List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofSeconds(-5), Duration.ofDays(367))) {
            refused(
                    Invalid.class,
                    "validation-failed",
                    () -> chat.administration().issue(ADMIN, new TokenRequest(ANN, bad), RequestKey.none()));
        }

        chat.administration().issue(ADMIN, new TokenRequest(ANN, Duration.ofSeconds(1)), RequestKey.none());
        chat.administration().issue(ADMIN, new TokenRequest(ANN, Duration.ofDays(366)), RequestKey.none());
    }

    @Test
    void nobody_is_the_library_itself_by_token() {
        refused(Invalid.class, "validation-failed", () -> issue(new Caller.System("housekeeping")));
    }

    private IssuedToken issue(Caller subject) {
        return chat.administration().issue(ADMIN, new TokenRequest(subject, HOUR), RequestKey.none());
    }

    private Identity authenticate(String secret) {
        return chat.administration().authenticate(new Credential.Bearer(secret));
    }

    private Unauthenticated unauthenticated(String secret) {
        return refused(Unauthenticated.class, "unauthenticated", () -> authenticate(secret));
    }
}
