package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ThreadId;
import dev.chatsessions.thread.Role;
import dev.chatsessions.webhook.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What was answered reaches the device along the call that asked or by its messenger, and never by both. */
abstract class DeviceAnswerUseCases extends HearingUseCases {

    private static final int PLENTY = 100;

    @Test
    void an_answer_that_comes_at_once_goes_along_with_the_call() {
        link(ANN, NECKLACE);
        var receipt = ask(0);
        for (var tries = 1; receipt.answer().isEmpty() && tries < PLENTY; tries++) {
            receipt = ask(tries);
        }
        assertTrue(receipt.answer().orElseThrow().startsWith("I was told: "));
    }

    @Test
    void however_answers_come_each_is_told_once() {
        link(ANN, NECKLACE);
        var along = 0;
        for (var number = 0; number < 6; number++) {
            var held = number % 2 == 0 ? Optional.of(assistant.hold()) : Optional.<ScriptedAssistant.Held>empty();
            var receipt = ask(number);
            along += receipt.answer().isPresent() ? 1 : 0;
            held.ifPresent(answer -> answer.say("Wait.").finish());
            settled();
        }

        sweepLater();
        for (var left = 6 - along; left > 0; left--) {
            assertEquals(NECKLACE, told.next().device());
        }
        awaitNoneDue();
        sweepLater();
        assertEquals(0, told.waiting());
    }

    @Test
    void an_answer_that_comes_later_is_sent_by_one_of_all_nodes() {
        link(ANN, NECKLACE);
        var others = node(new ScriptedAssistant());
        var held = assistant.hold();

        var receipt = ask(0);
        assertEquals(Optional.empty(), receipt.answer());
        held.say("It is late.").finish();
        settled();
        backend.advance(Duration.ofSeconds(2));
        Collision.allServed(4, party -> () -> {
            (party % 2 == 0 ? chat : others).housekeeping().runOnce();
            return party;
        });

        assertEquals(new ToldAnswers.Told(NECKLACE, "It is late."), told.next());
        awaitNoneDue();
        sweepLater();
        assertEquals(1, told.tried());
    }

    @Test
    void a_device_that_does_not_listen_is_told_three_times_and_then_left_alone() {
        link(ANN, NECKLACE);
        var held = assistant.hold();
        ask(0);
        held.say("It is late.").finish();
        settled();
        told.failNext(PLENTY);

        for (var tries = 1; tries <= 5; tries++) {
            var most = Math.min(tries, 3);
            sweepLater();
            awaitTried(most);
        }

        assertEquals(3, told.tried());
        assertEquals(0, told.waiting());
    }

    @Test
    void a_device_that_was_unlinked_is_told_nothing() {
        link(ANN, NECKLACE);
        var held = assistant.hold();
        ask(0);
        chat.links().unlink(ANN, NECKLACE);
        held.say("It is late.").finish();
        settled();

        sweepLater();

        assertEquals(0, told.tried());
    }

    @Test
    void an_answer_that_failed_is_not_told() {
        link(ANN, NECKLACE);
        var held = assistant.hold();
        ask(0);
        held.say("It is").fail();
        settled();

        sweepLater();

        assertEquals(0, told.tried());
    }

    private Receipt ask(int number) {
        return deliver(NECKLACE, said("q" + number, "Hey Omi, what is " + number + "?", number * 5, number * 5 + 2));
    }

    private void settled() {
        ThreadId thread = current(ANN).thread().id();
        chat.replies().open(ANN, thread).forEach(open -> finished(ANN, open.id()));
        assertTrue(messages(ANN, thread).stream().anyMatch(message -> message.role() == Role.ASSISTANT));
    }

    /** After every lease. */
    private void sweepLater() {
        backend.advance(Duration.ofSeconds(40));
        sweep();
    }

    private void awaitTried(int times) {
        await(() -> told.tried() >= times, "the device to be told " + times + " times");
    }

    /** What was told is noted after it was told, and until then it may be told again once the lease is over. */
    private void awaitNoneDue() {
        await(
                () -> backend.storage()
                        .read(stores -> stores.deviceAnswers()
                                .due(stores.now().plus(Duration.ofDays(1)), PLENTY)
                                .isEmpty()),
                "what was told to be noted");
    }

    private static void await(BooleanSupplier isSo, String what) {
        var until = System.nanoTime() + Patience.LIMIT.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw Patience.gaveUp(what);
            }
            Thread.onSpinWait();
        }
    }
}
