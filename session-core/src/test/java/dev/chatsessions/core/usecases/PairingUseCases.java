package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.LogScope;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.TokenId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.link.LinkChallenge;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.link.LinkEvent;
import dev.chatsessions.spi.CodeHasher;
import dev.chatsessions.spi.DeviceMessenger;
import dev.chatsessions.spi.Observer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A device becomes the user's who types the code that it was told, and nobody else's. */
abstract class PairingUseCases extends DeviceUseCases {

    @Test
    void the_code_that_a_device_was_told_links_it() {
        var challenge = links.start(ANN, NECKLACE, NOWHERE);

        assertEquals(new LinkChallenge(Duration.ofMinutes(10), Optional.empty()), challenge);
        var link = links.confirm(ANN, NECKLACE, told.next().code(), NOWHERE);

        assertEquals(NECKLACE, link.device());
        assertEquals(ANN.id(), link.owner());
        assertEquals(List.of(link), linksOf(ANN));
        var event = (LinkEvent.DeviceLinked) eventsOf(ANN).get(0);
        assertEquals(
                new LinkEvent.DeviceLinked(new LogScope.OfUser(ANN.id()), 1, event.at(), link.id(), NECKLACE), event);
        assertEquals(1, eventsOf(ANN).size());
    }

    @Test
    void a_code_is_good_for_one_confirmation_by_its_user_for_its_device() {
        var annsCode = codeFor(ANN, NECKLACE);
        var glassesCode = differing(ANN, GLASSES, annsCode);
        var bobsCode = differing(BOB, NECKLACE, annsCode);

        var failures = new HashSet<String>();
        failures.add(wrong(ANN, NECKLACE, glassesCode).getMessage());
        failures.add(wrong(BOB, NECKLACE, annsCode).getMessage());
        failures.add(wrong(ANN, NECKLACE, bobsCode).getMessage());
        failures.add(wrong(ANN, device("unknown"), annsCode).getMessage());
        failures.add(wrong(BOB, GLASSES, glassesCode).getMessage());
        links.confirm(ANN, NECKLACE, annsCode, NOWHERE);
        failures.add(wrong(ANN, NECKLACE, annsCode).getMessage());
        failures.add(wrong(BOB, NECKLACE, bobsCode).getMessage());

        assertEquals(1, failures.size(), failures::toString);
        assertEquals(List.of(), linksOf(BOB));
    }

    @Test
    void a_code_is_worth_nothing_once_its_user_started_anew() {
        var first = codeFor(ANN, NECKLACE);
        var second = differing(ANN, NECKLACE, first);

        wrong(ANN, NECKLACE, first);

        links.confirm(ANN, NECKLACE, second, NOWHERE);
    }

    @Test
    void a_code_is_good_for_ten_minutes() {
        var kept = codeFor(ANN, NECKLACE);
        var old = codeFor(ANN, GLASSES);
        backend.advance(Duration.ofMinutes(10).minusSeconds(30));
        links.confirm(ANN, NECKLACE, kept, NOWHERE);
        backend.advance(Duration.ofSeconds(31));

        wrong(ANN, GLASSES, old);
    }

    @Test
    void what_has_not_the_form_of_a_code_takes_no_try() {
        var code = codeFor(ANN, NECKLACE);

        for (var text : List.of(
                "", "12345", "1234567", "123 456", "-12345", "12345\n", "\uff11\uff12\uff13\uff14\uff15\uff16")) {
            wrong(ANN, NECKLACE, text);
        }
        assertEquals(0, codes.compared());
        links.confirm(ANN, NECKLACE, code, NOWHERE);
    }

    @Test
    void after_five_wrong_codes_the_right_one_is_wrong_too() {
        var code = codeFor(ANN, NECKLACE);
        for (var i = 0; i < 5; i++) {
            wrong(ANN, NECKLACE, another(code));
        }

        wrong(ANN, NECKLACE, code);

        assertEquals(5, codes.compared());
        linked(ANN, NECKLACE);
    }

    @Test
    void of_fifty_wrong_codes_at_once_five_are_compared() {
        var code = codeFor(ANN, NECKLACE);

        var outcomes = Collision.of(50, number -> () -> links.confirm(ANN, NECKLACE, another(code), NOWHERE));

        var refusals = outcomes.stream()
                .map(outcome -> outcome.refusal().orElseThrow())
                .map(ChatSessionsException::code)
                .toList();
        assertEquals(5, codes.compared());
        assertEquals(10, refusals.stream().filter("code-invalid"::equals).count());
        assertEquals(40, refusals.stream().filter("rate-limited"::equals).count());
    }

    @Test
    void of_those_who_confirm_with_the_right_code_at_once_one_succeeds() {
        var code = codeFor(ANN, NECKLACE);

        var outcomes = Collision.of(4, number -> () -> links.confirm(ANN, NECKLACE, code, NOWHERE));

        assertEquals(1, succeeded(outcomes));
        assertEquals(1, linksOf(ANN).size());
        assertEquals(1, eventsOf(ANN).size());
    }

    @Test
    void a_code_that_two_found_right_before_either_used_it_is_used_once() {
        var both = new CyclicBarrier(2);
        var node = opened(SessionCore.builder()
                .storage(backend.storage())
                .codeHasher(new CodeHasher() {
                    @Override
                    public String hash(LinkCode code) {
                        return codes.hash(code);
                    }

                    @Override
                    public boolean matches(LinkCode code, String hash) {
                        return codes.matches(code, hash) && isMet(both);
                    }
                })
                .housekeeping(Housekeeping.external())
                .build());
        var code = codeFor(ANN, NECKLACE);

        var outcomes = Collision.of(2, number -> () -> node.links().confirm(ANN, NECKLACE, code, NOWHERE));

        assertEquals(1, succeeded(outcomes));
        assertEquals(1, eventsOf(ANN).size());
    }

    private static boolean isMet(CyclicBarrier barrier) {
        try {
            return barrier.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS) >= 0;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new AssertionError("the other one never came", alone);
        }
    }

    @Test
    void of_two_users_who_were_both_told_a_code_the_first_has_the_device() {
        var users = List.of(ANN, BOB);
        var typed = List.of(codeFor(ANN, NECKLACE), codeFor(BOB, NECKLACE));

        var outcomes =
                Collision.of(2, number -> () -> links.confirm(users.get(number), NECKLACE, typed.get(number), NOWHERE));

        assertEquals(1, succeeded(outcomes));
        assertEquals(1, linksOf(ANN).size() + linksOf(BOB).size());
        assertEquals(1, eventsOf(ANN).size() + eventsOf(BOB).size());
        for (var i = 0; i < 2; i++) {
            wrong(users.get(i), NECKLACE, typed.get(i));
        }
    }

    @Test
    void who_starts_for_a_device_that_somebody_else_is_pairing_takes_nothing_from_him() {
        var anns = codeFor(ANN, NECKLACE);
        var bobs = codeFor(BOB, NECKLACE);

        wrong(BOB, NECKLACE, anns.equals(bobs) ? another(anns) : anns);

        links.confirm(ANN, NECKLACE, anns, NOWHERE);
        assertEquals(1, linksOf(ANN).size());
        assertEquals(List.of(), linksOf(BOB));
    }

    @Test
    void who_starts_for_somebody_elses_device_is_answered_alike_and_never_gets_it() {
        var anns = linked(ANN, NECKLACE);

        var challenge = links.start(BOB, NECKLACE, NOWHERE);
        // The same user's own device is told after it, so that nothing more is on its way.
        codeFor(BOB, GLASSES);

        assertEquals(new LinkChallenge(Duration.ofMinutes(10), Optional.empty()), challenge);
        assertEquals(0, told.waiting());
        var shown = chat.links().start(BOB, NECKLACE, NOWHERE).shown().orElseThrow();
        wrong(BOB, NECKLACE, shown.digits());
        assertEquals(List.of(anns), linksOf(ANN));
        assertEquals(List.of(), linksOf(BOB));
    }

    @Test
    void who_has_twenty_devices_is_told_no_code_for_another() {
        for (var number = 1; number <= 19; number++) {
            keepLink(ANN, device("number-" + number));
        }
        var twentieth = linked(ANN, NECKLACE);

        links.start(ANN, GLASSES, NOWHERE);
        var own = codeFor(ANN, NECKLACE);
        assertEquals(0, told.waiting());
        var shown = chat.links().start(ANN, GLASSES, NOWHERE).shown().orElseThrow();
        wrong(ANN, GLASSES, shown.digits());

        assertEquals(twentieth, links.confirm(ANN, NECKLACE, own, NOWHERE));
        assertEquals(20, linksOf(ANN).size());
    }

    @Test
    void of_many_devices_confirmed_at_once_no_more_are_linked_than_there_is_room_for() {
        for (var number = 1; number <= 18; number++) {
            keepLink(ANN, device("number-" + number));
        }
        var devices = List.of(device("a"), device("b"), device("c"), device("d"));
        var typed = devices.stream().map(each -> codeFor(ANN, each)).toList();

        var outcomes =
                Collision.of(4, number -> () -> links.confirm(ANN, devices.get(number), typed.get(number), NOWHERE));

        assertEquals(2, succeeded(outcomes));
        assertEquals(20, linksOf(ANN).size());
        assertEquals(2, eventsOf(ANN).size());
    }

    @Test
    void confirming_ones_own_device_again_uses_the_code_up_and_changes_nothing() {
        var link = linked(ANN, NECKLACE);
        var code = codeFor(ANN, NECKLACE);

        assertEquals(link, links.confirm(ANN, NECKLACE, code, NOWHERE));

        wrong(ANN, NECKLACE, code);
        assertEquals(List.of(link), linksOf(ANN));
        assertEquals(1, eventsOf(ANN).size());
    }

    @Test
    void what_was_started_on_one_node_is_confirmed_on_another() {
        var code = codeFor(ANN, NECKLACE);

        var link = pairingNode().links().confirm(ANN, NECKLACE, code, NOWHERE);

        assertEquals(List.of(link), linksOf(ANN));
    }

    @Test
    void a_messenger_that_fails_is_told_to_the_observer() {
        var failed = new CompletableFuture<String>();
        var node = opened(SessionCore.builder()
                .storage(backend.storage())
                .codeHasher(codes)
                .messenger(new BrokenMessenger())
                .observer(new Observer() {
                    @Override
                    public void failed(String part, Throwable failure) {
                        failed.complete(part + ": " + failure.getMessage());
                    }
                })
                .build());

        node.links().start(ANN, NECKLACE, NOWHERE);

        assertEquals("device-messenger: no connection", Patience.get(failed, "the observer to be told"));
    }

    @Test
    void only_users_pair_and_who_may_only_read_lists() {
        var both = Set.of(Permission.READ, Permission.WRITE);
        var guest = new Caller.SessionGuest(new SessionId(UUID.randomUUID()), new TokenId(UUID.randomUUID()), both);
        for (var caller : List.of(ADMIN, ROBOT, guest, new Caller.Device(NECKLACE))) {
            forbidden(() -> links.start(caller, NECKLACE, NOWHERE));
            forbidden(() -> links.confirm(caller, NECKLACE, "no code", NOWHERE));
            forbidden(() -> links.unlink(caller, NECKLACE));
            forbidden(() -> linksOf(caller));
        }
        var link = linked(ANN, NECKLACE);
        var reader = new Caller.User(ANN.id(), Set.of(Permission.READ));
        forbidden(() -> links.start(reader, NECKLACE, NOWHERE));
        forbidden(() -> links.confirm(reader, NECKLACE, "123456", NOWHERE));
        forbidden(() -> links.unlink(reader, NECKLACE));
        assertEquals(List.of(link), linksOf(reader));
        assertEquals(
                List.of(),
                links.list(BOB, Optional.empty(), PageRequest.first(10)).items());
    }

    @Test
    void a_device_whose_name_only_looks_like_another_is_refused() {
        for (var uid : List.of("neck\u200blace", "\u202enecklace", "necklace\ufeff")) {
            refused(Invalid.class, "validation-failed", () -> links.start(ANN, device(uid), NOWHERE));
        }
    }

    @Test
    void what_is_too_old_to_be_of_use_is_swept() {
        links.start(ANN, NECKLACE, NOWHERE);
        wrong(ANN, NECKLACE, another(told.next().code()));
        backend.advance(Duration.ofHours(1).plusSeconds(1));

        chat.housekeeping().runOnce();

        var storage = backend.storage();
        assertEquals(List.of(), storage.write(stores -> stores.pendingLinks().remove(NECKLACE)));
        int attempts = storage.write(stores -> stores.attempts().removeEnded(stores.now(), 100));
        assertEquals(0, attempts);
    }

    /** A code for the device other than {@code taken}. */
    private String differing(Caller caller, DeviceId device, String taken) {
        var code = codeFor(caller, device);
        return code.equals(taken) ? differing(caller, device, taken) : code;
    }

    private void keepLink(Caller.User user, DeviceId device) {
        var id = new LinkId(UUID.randomUUID());
        boolean kept = backend.storage()
                .write(stores -> stores.deviceLinks()
                        .insert(new DeviceLink(id, device, user.id(), stores.now(), Optional.empty())));
        assertTrue(kept);
    }

    private static long succeeded(List<Collision.Outcome<DeviceLink>> outcomes) {
        outcomes.forEach(
                outcome -> outcome.refusal().ifPresent(refusal -> assertEquals("code-invalid", refusal.code())));
        return outcomes.stream().filter(outcome -> outcome.value().isPresent()).count();
    }

    private static void forbidden(Executable call) {
        refused(Forbidden.class, "forbidden", call);
    }

    private static final class BrokenMessenger implements DeviceMessenger {

        @Override
        public void code(DeviceId device, LinkCode code, Instant expiresAt) throws Exception {
            throw new IOException("no connection");
        }

        @Override
        public void answer(DeviceId device, String text) {}
    }
}
