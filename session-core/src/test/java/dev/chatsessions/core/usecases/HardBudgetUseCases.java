package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.BudgetExceeded;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.reply.Question;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.usage.UsageTotal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nobody spends more than he may, however many ask at once, and whichever node dies at whatever moment. */
abstract class HardBudgetUseCases extends UseCases {

    private static final int CALLERS = 16;

    private static final int ROUNDS = 6 * Integer.getInteger("chat-sessions.kills", 1);

    private static final long ANSWER = 40;

    @Test
    void no_more_is_ever_spent_than_there_is_though_nodes_die_between_setting_aside_and_counting() {
        var most = ROUNDS * CALLERS * ANSWER / 4;
        chat.usage()
                .put(
                        ADMIN,
                        new Budget(
                                Optional.of(ANN.id()),
                                Optional.empty(),
                                BudgetPeriod.MONTH,
                                ZoneOffset.UTC,
                                most,
                                ANSWER));
        var threads =
                IntStream.range(0, CALLERS).mapToObj(caller -> thread(ANN)).toList();
        var nodes = new ArrayList<>(List.of(newNode(), newNode(), newNode()));
        var refused = 0;

        for (var round = 0; round < ROUNDS; round++) {
            nodes.get(round % nodes.size()).way.dieAfter(round);
            refused += (int) Collision.of(
                            CALLERS,
                            caller -> () -> nodes.get(caller % nodes.size())
                                    .core
                                    .replies()
                                    .ask(ANN, threads.get(caller), Question.of("Where to?"), RequestKey.none()))
                    .stream()
                    .flatMap(outcome -> outcome.refusal().stream())
                    .filter(refusal -> {
                        assertTrue(
                                refusal instanceof BudgetExceeded || refusal instanceof Unavailable, refusal::toString);
                        return refusal instanceof BudgetExceeded;
                    })
                    .count();
            assertTaken(most);
            nodes.get(round % nodes.size()).way.die();
            settled(threads);
            nodes.set(round % nodes.size(), newNode());
        }

        var naive = spentBySomeWhoReadAndThenWrite(most);
        assertTrue(refused > 0, "the budget was spent before the end");
        var window = chat.usage().budgets(ANN, ANN.id()).get(0);
        var ledger = ledger();
        assertEquals(ledger.tokens(), window.used(), "the counter is the ledger");
        assertEquals(0, window.reserved(), "nothing stays set aside");
        assertEquals(
                ledger,
                threads.stream()
                        .map(thread -> chat.threads().find(ANN, thread).usage())
                        .reduce(UsageTotal.ZERO, HardBudgetUseCases::plus),
                "the replies are the ledger");
        assertTrue(
                ledger.tokens() <= most && naive > most,
                () -> "of " + most + " tokens " + ledger.tokens() + " were spent; by those who read what is left and"
                        + " then write what they spend, " + naive);
    }

    /** Node after node is told what is there, before any of them says what it takes. */
    private long spentBySomeWhoReadAndThenWrite(long most) {
        var threads =
                IntStream.range(0, CALLERS).mapToObj(caller -> thread(BOB)).toList();
        var each = most / CALLERS;
        chat.threads()
                .append(BOB, thread(BOB), List.of(NewMessage.assistant("Done.")), tokens(each / 2), RequestKey.none());
        var told = new CyclicBarrier(CALLERS);
        Collision.allServed(CALLERS, caller -> () -> {
            var spent = chat.usage().total(BOB, BOB.id()).tokens();
            told.await(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (spent + each <= most) {
                chat.threads()
                        .append(
                                BOB,
                                threads.get(caller),
                                List.of(NewMessage.assistant("Done.")),
                                tokens(each),
                                RequestKey.none());
            }
            return spent;
        });
        return chat.usage().total(BOB, BOB.id()).tokens();
    }

    private void assertTaken(long most) {
        var window = chat.usage().budgets(ANN, ANN.id()).get(0);
        assertTrue(
                window.used() + window.reserved() <= most,
                () -> window.used() + " used and " + window.reserved() + " set aside of " + most);
    }

    /** All that was asked has ended, by whom it was given to or by whom it came to when that node was lost. */
    private void settled(List<ThreadId> threads) {
        for (var thread : threads) {
            for (var open = chat.replies().open(ANN, thread);
                    !open.isEmpty();
                    open = chat.replies().open(ANN, thread)) {
                backend.advance(LEASE.plusSeconds(1));
                chat.housekeeping().runOnce();
                finished(ANN, open.get(0).id());
            }
        }
    }

    private UsageTotal ledger() {
        return chat.usage().entries(ANN, ANN.id(), PageRequest.first(1_000)).items().stream()
                .map(entry -> UsageTotal.ZERO.plus(entry.tokens()))
                .reduce(UsageTotal.ZERO, HardBudgetUseCases::plus);
    }

    private static UsageTotal plus(UsageTotal one, UsageTotal other) {
        return new UsageTotal(
                one.calls() + other.calls(),
                one.input() + other.input(),
                one.output() + other.output(),
                one.cached() + other.cached(),
                one.reasoning() + other.reasoning());
    }

    private static TokenCount tokens(long input) {
        return TokenCount.measured("eyes", input, 0);
    }

    private Node newNode() {
        var way = new MortalStorage(backend.storage());
        return new Node(
                way,
                opened(SessionCore.builder()
                        .storage(way)
                        .assistant((turn, sink) -> {
                            sink.text("There.");
                            sink.consumed(tokens(ANSWER));
                        })
                        .housekeeping(Housekeeping.external())
                        .executor(task -> new Thread(task, "an assistant that dies").start())
                        .build()));
    }

    /** A node, and its way to the storage. */
    private record Node(MortalStorage way, SessionCore core) {}
}
