package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.ClientAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** However often one starts anew, few codes can be tried. */
abstract class PairingLimitUseCases extends DeviceUseCases {

    private static final Optional<ClientAddress> OFFICE = Optional.of(new ClientAddress("203.0.113.7"));

    private static final Optional<ClientAddress> HOME = Optional.of(new ClientAddress("2001:db8::7"));

    @Test
    void a_user_may_start_ten_times_a_minute() {
        for (var i = 0; i < 10; i++) {
            links.start(ANN, device("number-" + i), NOWHERE);
        }

        var limited = startLimited(ANN, Optional.empty());

        assertTrue(limited.retryAfter().compareTo(Duration.ZERO) > 0);
        assertTrue(limited.retryAfter().compareTo(A_MINUTE) <= 0);
        links.start(BOB, NECKLACE, NOWHERE);
        backend.advance(A_MINUTE);
        links.start(ANN, NECKLACE, NOWHERE);
    }

    @Test
    void an_address_may_start_a_hundred_times_a_minute() {
        for (var i = 0; i < 100; i++) {
            links.start(Caller.user("user-" + i / 10), NECKLACE, OFFICE);
        }

        startLimited(ANN, OFFICE);

        links.start(ANN, NECKLACE, HOME);
        backend.advance(A_MINUTE);
        links.start(ANN, NECKLACE, OFFICE);
    }

    @Test
    void an_address_may_confirm_a_hundred_times_a_minute() {
        for (var i = 0; i < 100; i++) {
            var user = Caller.user("user-" + i / 10);
            var device = device("of-user-" + i / 10);
            refused(Invalid.class, "code-invalid", () -> links.confirm(user, device, "123456", OFFICE));
        }
        var code = codeFor(ANN, NECKLACE);

        refused(RateLimited.class, "rate-limited", () -> links.confirm(ANN, NECKLACE, code, OFFICE));

        links.confirm(ANN, NECKLACE, code, HOME);
    }

    @Test
    void who_tried_too_often_keeps_nobody_else_at_the_address_from_it() {
        for (var i = 0; i < 10; i++) {
            refused(Invalid.class, "code-invalid", () -> links.confirm(ANN, GLASSES, "123456", OFFICE));
        }
        refused(RateLimited.class, "rate-limited", () -> links.confirm(ANN, GLASSES, "123456", OFFICE));

        links.confirm(BOB, NECKLACE, codeFor(BOB, NECKLACE), OFFICE);
    }

    @Test
    void starting_anew_gives_no_more_than_ten_wrong_codes_an_hour() {
        for (var round = 0; round < 2; round++) {
            var code = codeFor(ANN, NECKLACE);
            for (var i = 0; i < 5; i++) {
                wrong(ANN, NECKLACE, another(code));
            }
            backend.advance(A_MINUTE);
        }
        var code = codeFor(ANN, NECKLACE);

        var limited = limited(ANN, NECKLACE, code);

        assertTrue(limited.retryAfter().compareTo(Duration.ofMinutes(50)) > 0);
        assertEquals(10, codes.compared());
        backend.advance(Duration.ofHours(1));
        linked(ANN, NECKLACE);
    }

    @Test
    void many_users_together_give_a_device_no_more_than_twenty_wrong_codes_an_hour() {
        for (var i = 0; i < 4; i++) {
            var user = Caller.user("user-" + i);
            var code = codeFor(user, NECKLACE);
            for (var j = 0; j < 5; j++) {
                wrong(user, NECKLACE, another(code));
            }
        }

        limited(ANN, NECKLACE, codeFor(ANN, NECKLACE));

        linked(ANN, GLASSES);
    }

    /** Where there is nothing to compare with, the same limits hold, so that they do not tell where there is. */
    @Test
    void wrong_codes_count_for_a_device_that_nobody_started() {
        for (var i = 0; i < 20; i++) {
            wrong(Caller.user("user-" + i / 5), NECKLACE, "123456");
        }

        limited(ANN, NECKLACE, "123456");

        assertEquals(0, codes.compared());
    }

    @Test
    void a_right_code_is_not_counted_as_a_wrong_one() {
        for (var i = 0; i < 12; i++) {
            linked(ANN, device("number-" + i));
            links.unlink(ANN, device("number-" + i));
            backend.advance(Duration.ofSeconds(10));
        }
    }

    private RateLimited startLimited(Caller caller, Optional<ClientAddress> from) {
        return refused(RateLimited.class, "rate-limited", () -> links.start(caller, NECKLACE, from));
    }
}
