package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Role;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.webhook.Diagnosis;
import dev.chatsessions.webhook.Receipt;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
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

    @Test
    void a_device_whose_user_is_over_his_budget_hears_so_and_when_to_ask_again() {
        link(ANN, NECKLACE);
        spendAll();

        var receipt = ask(0);

        var words = receipt.answer().orElseThrow();
        assertTrue(
                words.matches(
                        "I am sorry, your budget is used up and I cannot answer now\\. Please ask me again after 1"
                                + " [A-Z][a-z]+, 00:00\\."),
                words);
        var finding = chat.webhooks()
                .diagnosis(ANN)
                .devices()
                .get(0)
                .deliveries()
                .get(0)
                .findings()
                .get(0);
        assertEquals(Diagnosis.Code.OVER_BUDGET, finding.code());
        assertTrue(finding.sentence().contains("there again on 1 "), finding::sentence);
        assertEquals(
                Optional.empty(),
                deliver(NECKLACE, said("q0", "Hey Omi, what is 0?", 0, 2)).answer(),
                "what is repeated");
        sweepLater();
        assertEquals(0, told.tried());
    }

    @Test
    void a_question_that_is_whole_after_a_pause_is_refused_by_the_messenger() {
        link(ANN, NECKLACE);
        spendAll();

        var receipt = deliver(NECKLACE, said("q", "Hey Omi, tell me about whales", 0, 2));
        assertEquals(Optional.empty(), receipt.answer());
        sweepLater();

        var next = told.next();
        assertEquals(NECKLACE, next.device());
        assertTrue(next.text().startsWith("I am sorry, your budget is used up"), next::text);
        sweepLater();
        assertEquals(1, told.tried());
    }

    private void spendAll() {
        chat.usage()
                .put(
                        ADMIN,
                        new Budget(
                                Optional.of(ANN.id()), Optional.empty(), BudgetPeriod.MONTH, ZoneOffset.UTC, 10, 10));
        chat.threads()
                .append(
                        ANN,
                        thread(ANN),
                        List.of(NewMessage.assistant("Done.")),
                        TokenCount.measured("eyes", 5, 0),
                        RequestKey.none());
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
