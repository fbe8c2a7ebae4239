package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.RequestKey;
import dev.chatsessions.UserId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.Administration;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.Identity;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.spi.IdentityProvider.Vouched;
import dev.chatsessions.spi.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users whom an identity provider vouches for, beside those with tokens of ours; and signing out, here and everywhere. */
abstract class IdentityProviderUseCases extends UseCases {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final UserId OUTSIDER = UserId.of("https://login.example", "ann");

    private final Map<String, Vouched> vouched = new ConcurrentHashMap<>();

    private Administration administration;

    @BeforeEach
    void trust_the_provider() {
        administration = trusting().administration();
    }

    @Test
    void whom_the_provider_vouches_for_is_a_user_until_his_token_ends() {
        var end = now().plus(HOUR);
        vouched.put("good", new Vouched(OUTSIDER, now(), end));

        var identity = authenticate("good");

        assertEquals(Caller.user("https://login.example#ann"), identity.caller());
        assertEquals(Optional.empty(), identity.token());
        assertEquals(Optional.of(end), identity.expiresAt());
        backend.advance(HOUR);
        unauthenticated(trusting().administration(), "good");
    }

    @Test
    void a_token_that_nobody_issued_is_nobodys() {
        unauthenticated("neither ours nor theirs");
        unauthenticated(chat.administration(), vouch("good"));
    }

    @Test
    void our_own_tokens_are_as_good_as_theirs() {
        var ours = issue(Caller.user(OUTSIDER));

        assertEquals(Caller.user(OUTSIDER), authenticate(ours).caller());
        assertEquals(Caller.user(OUTSIDER), authenticate(vouch("theirs")).caller());
        assertEquals(ADMIN.getClass(), authenticate(ADMIN_TOKEN).caller().getClass());
    }

    @Test
    void a_provider_that_cannot_tell_is_no_refusal() {
        refused(Unavailable.class, "identity-provider-unavailable", () -> authenticate("out of reach"));
    }

    @Test
    void a_token_without_an_end_ends_when_ours_would() {
        var issued = now().minus(Duration.ofDays(365));
        vouched.put("eternal", new Vouched(OUTSIDER, issued, Instant.parse("9999-01-01T00:00:00Z")));
        vouched.put("old", new Vouched(OUTSIDER, issued.minus(Duration.ofDays(1)), now().plus(HOUR)));

        assertEquals(
                Optional.of(issued.plus(Duration.ofDays(366))),
                authenticate("eternal").expiresAt());
        unauthenticated("old");
    }

    @Test
    void who_signs_out_ends_the_token_that_he_shows_and_no_other() {
        vouch("kept");
        for (var shown : List.of(vouch("theirs"), issue(ANN))) {
            authenticate(shown);

            assertTrue(administration.signOut(new Credential.Bearer(shown)));

            unauthenticated(shown);
            unauthenticated(trusting().administration(), shown);
            refused(
                    Unauthenticated.class,
                    "unauthenticated",
                    () -> administration.signOut(new Credential.Bearer(shown)));
        }
        authenticate("kept");
    }

    @Test
    void a_token_that_two_nodes_sign_out_is_revoked_once() {
        var other = trusting().administration();
        var shown = new Credential.Bearer(vouch("theirs"));
        administration.authenticate(shown);
        other.authenticate(shown);

        assertTrue(administration.signOut(shown));
        assertTrue(other.signOut(shown));

        unauthenticated(other, "theirs");
    }

    @Test
    void a_configured_token_cannot_be_signed_out() {
        assertFalse(administration.signOut(new Credential.Bearer(ADMIN_TOKEN)));

        authenticate(ADMIN_TOKEN);
    }

    @Test
    void who_signs_out_everywhere_ends_all_that_proves_him() {
        var secrets = List.of(vouch("one"), vouch("never shown"), issue(Caller.user(OUTSIDER)));
        var others = issue(BOB);
        vouched.put("bob's", new Vouched(BOB.id(), now(), now().plus(HOUR)));
        authenticate("one");

        administration.signOutEverywhere(Caller.user(OUTSIDER), OUTSIDER);

        for (var secret : secrets) {
            unauthenticated(secret);
            unauthenticated(trusting().administration(), secret);
        }
        assertEquals(BOB, authenticate(others).caller());
        assertEquals(BOB, authenticate("bob's").caller());
    }

    @Test
    void who_signs_in_again_is_in_until_he_signs_out_again() {
        vouch("first");
        administration.signOutEverywhere(ADMIN, OUTSIDER);
        backend.advance(Duration.ofSeconds(1));

        authenticate(vouch("second"));
        administration.signOutEverywhere(ADMIN, OUTSIDER);
        unauthenticated("second");

        backend.advance(Duration.ofSeconds(1));
        authenticate(vouch("third"));
        unauthenticated("first");
    }

    @Test
    void sweeps_do_not_forget_who_signed_out_as_long_as_a_token_could_be_good() {
        vouched.put("long", new Vouched(OUTSIDER, now(), now().plus(Duration.ofDays(366))));
        administration.signOutEverywhere(ADMIN, OUTSIDER);
        backend.advance(Duration.ofDays(365));

        chat.housekeeping().runOnce();

        unauthenticated("long");
    }

    @Test
    void however_often_one_signs_out_everywhere_the_last_time_is_all_that_is_kept() {
        for (var time = 0; time < 3; time++) {
            administration.signOutEverywhere(ADMIN, OUTSIDER);
        }

        int kept = backend.storage()
                .write(stores -> stores.tokens().removeExpired(stores.now().plus(Duration.ofDays(367)), 100));
        assertEquals(1, kept);
    }

    @Test
    void only_users_themselves_and_admins_sign_a_user_out_everywhere() {
        refused(NotFound.class, "not-found", () -> administration.signOutEverywhere(BOB, ANN.id()));
        refused(Forbidden.class, "forbidden", () -> administration.signOutEverywhere(reader(), ANN.id()));
    }

    @Test
    void an_erasure_ends_what_the_provider_issued_and_leaves_no_trace_of_it() {
        vouch("theirs");
        session(Caller.user(OUTSIDER), SessionKind.CHAT);

        chat.erasures().erase(ADMIN, OUTSIDER);

        unauthenticated("theirs");
        refused(Gone.class, "user-erased", () -> administration.signOutEverywhere(ADMIN, OUTSIDER));
        while (chat.erasures().find(ADMIN, OUTSIDER).endedAt().isEmpty()) {
            chat.housekeeping().runOnce();
        }
        assertEquals(0, chat.erasures().find(ADMIN, OUTSIDER).remaining().get("tokens"));
        assertTrue(backend.storage()
                .read(stores -> stores.tokens().newest("sign-out", OUTSIDER.value()))
                .isEmpty());
    }

    private static Caller.User reader() {
        return new Caller.User(ANN.id(), Set.of(Permission.READ));
    }

    /** Another node, which believes nothing yet. */
    private SessionCore trusting() {
        return opened(SessionCore.builder()
                .storage(backend.storage())
                .housekeeping(Housekeeping.external())
                .identityProvider(this::verify)
                .adminToken(ADMIN_TOKEN)
                .build());
    }

    private Optional<Vouched> verify(String token, Instant now) {
        if (token.equals("out of reach")) {
            throw new Unavailable("identity-provider-unavailable", "the keys cannot be had");
        }
        return Optional.ofNullable(vouched.get(token))
                .filter(said ->
                        now.isBefore(said.expiresAt()) && !said.issuedAt().isAfter(now));
    }

    private String vouch(String token) {
        vouched.put(token, new Vouched(OUTSIDER, now(), now().plus(HOUR)));
        return token;
    }

    private Instant now() {
        return backend.storage().read(Stores::now);
    }

    private String issue(Caller subject) {
        return chat.administration()
                .issue(ADMIN, new TokenRequest(subject, HOUR), RequestKey.none())
                .secret();
    }

    private Identity authenticate(String secret) {
        return administration.authenticate(new Credential.Bearer(secret));
    }

    private void unauthenticated(String secret) {
        unauthenticated(administration, secret);
    }

    private static void unauthenticated(Administration asked, String secret) {
        refused(Unauthenticated.class, "unauthenticated", () -> asked.authenticate(new Credential.Bearer(secret)));
    }
}
