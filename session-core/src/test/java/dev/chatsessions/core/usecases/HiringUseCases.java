package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.identity.Administration;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.live.Feed;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** How a program becomes a user's worker, and ceases to be. */
abstract class HiringUseCases extends WorkerCases {

    @Test
    void a_program_becomes_the_worker_of_the_user_who_types_in_its_code() {
        var challenge = registered(ROBOT);

        var worker = approved(ANN, challenge);
        var token = redeemed(challenge);

        assertEquals(ROBOT.id(), worker.id());
        assertEquals(ANN.id(), worker.owner());
        assertEquals("A robot", worker.name());
        assertEquals(WorkerStatus.OFFLINE, worker.status());
        assertEquals(ROBOT, callerOf(token));
        assertTrue(token.secret().startsWith("cs_w_"));
        assertEquals(worker, workers.find(ROBOT, ROBOT.id()));
        assertEquals(List.of(worker), listed(ANN));
        assertEquals(List.of(), listed(BOB));
        assertEquals(List.of("worker_approved"), told(ANN));
    }

    @Test
    void a_code_may_be_typed_in_small_letters_and_without_its_hyphen() {
        var code = registered(ROBOT).userCode();

        workers.approve(ANN, " " + code.replace("-", " ").toLowerCase(Locale.ROOT), NOWHERE);

        assertEquals(1, listed(ANN).size());
    }

    @Test
    void nothing_is_told_before_a_user_approved() {
        var challenge = registered(ROBOT);

        backend.advance(INTERVAL);
        refused(Forbidden.class, "worker-pending", () -> workers.redeem(challenge.deviceCode()));
        refused(Forbidden.class, "worker-pending", () -> workers.heartbeat(ROBOT));
        refused(Forbidden.class, "worker-pending", () -> workers.claim(ROBOT, 1));
        refused(Forbidden.class, "worker-pending", () -> workers.find(ROBOT, ROBOT.id()));
        refused(Forbidden.class, "worker-pending", () -> chat.live().head(ROBOT, new Feed.OfWorker(ROBOT.id())));
        refused(NotFound.class, "not-found", () -> sessionOn(ANN, ROBOT));
    }

    @Test
    void who_asks_too_soon_has_to_ask_less_often() {
        var challenge = registered(ROBOT);

        var tooSoon = refused(Invalid.class, "slow-down", () -> workers.redeem(challenge.deviceCode()));

        assertEquals(ChatSessionsException.detail("interval", 10), tooSoon.details());
        backend.advance(Duration.ofSeconds(6));
        var again = refused(Invalid.class, "slow-down", () -> workers.redeem(challenge.deviceCode()));
        assertEquals(ChatSessionsException.detail("interval", 15), again.details());
        approved(ANN, challenge);
        backend.advance(Duration.ofSeconds(15));
        workers.redeem(challenge.deviceCode());
    }

    @Test
    void codes_are_good_for_ten_minutes() {
        var early = registered(ROBOT);
        approved(ANN, early);
        var late = registered(robot("other"));

        backend.advance(Duration.ofMinutes(10));

        refused(Invalid.class, "code-invalid", () -> approved(ANN, late));
        refused(Invalid.class, "expired-token", () -> workers.redeem(early.deviceCode()));
        refused(Invalid.class, "expired-token", () -> workers.redeem(late.deviceCode()));
        backend.advance(Duration.ofHours(2));
        chat.housekeeping().runOnce();
        refused(Invalid.class, "invalid-grant", () -> workers.redeem(late.deviceCode()));
    }

    @Test
    void a_code_is_good_once_and_so_is_its_token() {
        var challenge = registered(ROBOT);
        approved(ANN, challenge);

        refused(Invalid.class, "code-invalid", () -> approved(ANN, challenge));
        refused(Invalid.class, "code-invalid", () -> approved(BOB, challenge));
        redeemed(challenge);
        refused(Invalid.class, "invalid-grant", () -> redeemed(challenge));
    }

    @Test
    void a_program_that_its_user_refused_is_told_so_and_never_approved() {
        var challenge = registered(ROBOT);

        workers.deny(ANN, challenge.userCode(), NOWHERE);

        refused(Invalid.class, "code-invalid", () -> approved(ANN, challenge));
        refused(Invalid.class, "code-invalid", () -> workers.deny(ANN, challenge.userCode(), NOWHERE));
        refused(Invalid.class, "access-denied", () -> redeemed(challenge));
        assertEquals(List.of(), listed(ANN));
    }

    @Test
    void a_user_may_type_in_ten_wrong_codes_an_hour_and_right_ones_do_not_count() {
        for (var i = 0; i < 12; i++) {
            approved(ANN, registered(robot("robot-" + i)));
        }
        for (var i = 0; i < 10; i++) {
            refused(Invalid.class, "code-invalid", () -> workers.approve(ANN, "BCDF-GHJK", NOWHERE));
        }

        var right = registered(ROBOT);

        refused(RateLimited.class, "rate-limited", () -> approved(ANN, right));
        approved(BOB, right);
    }

    @Test
    void an_address_may_register_twenty_times_a_minute() {
        var office = Optional.of(new ClientAddress("203.0.113.7"));
        for (var i = 0; i < 20; i++) {
            workers.register(application(ROBOT), office);
        }

        refused(RateLimited.class, "rate-limited", () -> workers.register(application(ROBOT), office));

        workers.register(application(ROBOT), NOWHERE);
        backend.advance(Duration.ofMinutes(1));
        workers.register(application(ROBOT), office);
    }

    @Test
    void of_those_who_approve_one_code_at_once_one_gets_the_worker() {
        var challenge = registered(ROBOT);

        var outcomes = Collision.of(4, number -> () -> approved(Caller.user("user-" + number), challenge));

        assertEquals(
                1,
                outcomes.stream().filter(outcome -> outcome.value().isPresent()).count());
    }

    @Test
    void a_program_of_somebody_else_is_not_taken_from_him() {
        hired(ANN, ROBOT);
        var again = registered(ROBOT);

        conflict("worker-taken", () -> approved(BOB, again));

        assertEquals(ANN.id(), workers.find(ROBOT, ROBOT.id()).owner());
    }

    @Test
    void a_program_that_registers_again_gets_another_token_and_keeps_its_sessions() {
        var first = hired(ANN, ROBOT);
        var session = sessionOn(ANN, ROBOT);

        var second = hired(ANN, ROBOT);

        unauthenticated(() -> callerOf(first));
        assertEquals(ROBOT, callerOf(second));
        assertEquals(
                List.of(session),
                workers.sessions(ROBOT, ROBOT.id(), PageRequest.first(10)).items());
    }

    @Test
    void a_new_token_leaves_the_old_one_good_for_five_minutes() {
        var old = hired(ANN, ROBOT);

        var next = workers.rotate(ROBOT, RequestKey.of("once"));

        conflict("already-issued", () -> workers.rotate(ROBOT, RequestKey.of("once")));
        backend.advance(Duration.ofMinutes(4));
        assertEquals(ROBOT, callerOf(old));
        backend.advance(Duration.ofMinutes(1));
        unauthenticated(() -> otherNode().authenticate(bearer(old)));
        assertEquals(ROBOT, callerOf(next));
    }

    @Test
    void revoking_makes_every_token_worthless_at_once() {
        var one = hired(ANN, ROBOT);
        var two = workers.rotate(ROBOT, RequestKey.none());
        var session = sessionOn(ANN, ROBOT).session();
        assertEquals(ROBOT, callerOf(one));
        assertEquals(ROBOT, callerOf(two));

        workers.revoke(ANN, ROBOT.id());
        workers.revoke(ANN, ROBOT.id());

        unauthenticated(() -> callerOf(one));
        unauthenticated(() -> callerOf(two));
        unauthenticated(() -> workers.claim(ROBOT, 1));
        unauthenticated(() -> workers.heartbeat(ROBOT));
        conflict("worker-revoked", () -> ask(ANN, threadOf(session), "Are you there?"));
        conflict("worker-revoked", () -> sessionOn(ANN, ROBOT));
        assertEquals(List.of("worker_approved", "session_started", "worker_revoked"), told(ANN));
    }

    @Test
    void what_was_approved_and_revoked_before_it_was_redeemed_gives_no_token() {
        var challenge = registered(ROBOT);
        approved(ANN, challenge);
        workers.revoke(ANN, ROBOT.id());

        refused(Invalid.class, "expired-token", () -> redeemed(challenge));
    }

    @Test
    void a_worker_that_was_revoked_may_be_approved_again() {
        hired(ANN, ROBOT);
        var session = sessionOn(ANN, ROBOT).session();
        workers.revoke(ANN, ROBOT.id());

        hired(ANN, ROBOT);

        ask(ANN, threadOf(session), "Are you back?");
        assertEquals(1, workers.claim(ROBOT, 1).size());
    }

    @Test
    void a_worker_is_renamed_and_found_by_its_user_only() {
        hired(ANN, ROBOT);

        var renamed = workers.rename(ANN, ROBOT.id(), "The old laptop");
        workers.rename(ANN, ROBOT.id(), "The old laptop");

        assertEquals(renamed, workers.find(ANN, ROBOT.id()));
        assertEquals(List.of("worker_approved", "worker_renamed"), told(ANN));
        refused(NotFound.class, "not-found", () -> workers.find(BOB, ROBOT.id()));
        refused(NotFound.class, "not-found", () -> workers.rename(BOB, ROBOT.id(), "Mine"));
        refused(NotFound.class, "not-found", () -> workers.revoke(BOB, ROBOT.id()));
        refused(Invalid.class, "validation-failed", () -> workers.rename(ANN, ROBOT.id(), " "));
    }

    @Test
    void a_user_has_fifty_workers_at_most() {
        for (var i = 0; i < 50; i++) {
            approved(ANN, registered(robot("robot-" + i)));
        }

        conflict("too-many-workers", () -> approved(ANN, registered(ROBOT)));

        workers.revoke(ANN, robot("robot-7").id());
        approved(ANN, registered(ROBOT));
        var page = workers.list(ANN, PageRequest.first(30));
        var rest = workers.list(ANN, PageRequest.after(page.next().orElseThrow(), 30));
        assertEquals(51, page.items().size() + rest.items().size());
        assertFalse(rest.next().isPresent());
    }

    private List<Worker> listed(Caller user) {
        return workers.list(user, PageRequest.first(100)).items();
    }

    /** A node that believes nothing yet. */
    private Administration otherNode() {
        return node(new ScriptedAssistant()).administration();
    }

    private static Credential bearer(IssuedToken token) {
        return new Credential.Bearer(token.secret());
    }

    private static void unauthenticated(Executable call) {
        refused(Unauthenticated.class, "unauthenticated", call);
    }
}
