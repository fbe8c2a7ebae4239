package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.BudgetExceeded;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.Failure;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.usage.BudgetWindow;
import dev.chatsessions.usage.UsageEvent.BudgetWarning;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may be spent: set aside before an answer is asked for, and counted or given back when it has ended. */
abstract class BudgetUseCases extends UseCases {

    private static final TokenCount SPENT = new TokenCount(40, 12, 30, 5, "eyes", false);

    @Test
    void without_a_budget_nobody_is_refused() {
        var reply = answered(ANN, thread(ANN), "Hello");

        assertEquals(Optional.of(FinishReason.COMPLETE), reply.finishReason());
        assertEquals(List.of(), chat.usage().budgets(ANN, ANN.id()));
    }

    @Test
    void what_is_set_aside_for_an_answer_is_counted_when_it_was_spent() {
        put(budget(1_000, 100));

        var ticket = heldByRobot();
        assertStands(0, 100);
        chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.of(SPENT));

        assertStands(52, 0);
        assertEquals(52, chat.usage().total(ANN, ANN.id()).tokens());
    }

    @Test
    void a_question_that_the_budget_does_not_cover_is_refused_and_leaves_nothing() {
        put(budget(100, 60));
        var thread = robotThread(ANN);
        ask(ANN, thread, "What do you see?");
        var other = robotThread(ANN);
        var key = RequestKey.of("the-same-key");

        var refusal = refused(
                BudgetExceeded.class,
                "quota-exceeded",
                () -> chat.replies().ask(ANN, other, Question.of("And now?"), key));

        var stands = stands();
        assertEquals(JsonValue.of(40), refusal.details().fields().get("remaining"));
        assertEquals(
                JsonValue.of(stands.end().toString()),
                refusal.details().fields().get("resets_at"));
        assertTrue(refusal.retryAfter().compareTo(Duration.ofDays(1)) <= 0);
        assertEquals(0, chat.threads().find(ANN, other).messageCount());
        assertEquals(List.of(), chat.replies().open(ANN, other));
        assertStands(0, 60);

        put(budget(200, 60));
        chat.replies().ask(ANN, other, Question.of("And now?"), key);
        assertStands(0, 120);
    }

    @Test
    void what_was_set_aside_for_an_answer_that_nobody_began_is_given_back() {
        put(budget(100, 60));
        var reply = ask(ANN, robotThread(ANN), "What do you see?");

        chat.replies().stop(ANN, reply.id());

        assertStands(0, 0);
    }

    @Test
    void a_question_that_interrupts_has_what_was_set_aside_for_the_one_before() {
        put(budget(100, 60));
        var thread = robotThread(ANN);
        ask(ANN, thread, "What do you see?");

        chat.replies()
                .ask(ANN, thread, new Question(NewMessage.user("And now?"), TurnPolicy.INTERRUPT), RequestKey.none());

        assertStands(0, 60);
    }

    @Test
    void answers_that_failed_or_were_stopped_or_deleted_count_what_they_took() {
        put(budget(1_000, 100));
        var failed = heldByRobot();
        chat.replies().fail(ROBOT, failed.reply().id(), failed.fence(), new Failure("fog", Optional.of(SPENT)));
        assertStands(52, 0);

        var deleted = heldByRobot();
        chat.threads().delete(ANN, deleted.reply().thread());

        var estimated = chat.usage().total(ANN, ANN.id()).tokens() - 52;
        assertTrue(estimated > 0, "estimated what the deleted one took");
        assertStands(52 + estimated, 0);
    }

    @Test
    void an_answer_whose_producer_was_lost_counts_each_attempt_and_keeps_what_is_set_aside_while_it_is_open() {
        put(budget(1_000, 100));
        heldByRobot();
        leaseRunsOut();
        var first = chat.usage().total(ANN, ANN.id()).tokens();
        assertStands(first, 100);

        claimed();
        leaseRunsOut();
        claimed();
        leaseRunsOut();

        assertEquals(3, chat.usage().total(ANN, ANN.id()).calls());
        assertStands(chat.usage().total(ANN, ANN.id()).tokens(), 0);
    }

    @Test
    void an_answer_that_would_be_offered_again_and_is_not_covered_any_more_fails_and_is_not_offered() {
        put(budget(100, 60));
        var ticket = heldByRobot();
        put(budget(60, 60));

        leaseRunsOut();

        var end = chat.replies().find(ANN, ticket.reply().id());
        assertEquals(Optional.of(FinishReason.FAILED), end.finishReason());
        assertEquals(Optional.of("quota-exceeded"), end.failure());
        assertEquals(List.of(), chat.replies().claim(ROBOT, 10));
        assertEquals(1, chat.usage().total(ANN, ANN.id()).calls());
        assertStands(chat.usage().total(ANN, ANN.id()).tokens(), 0);
    }

    @Test
    void a_budget_of_a_model_binds_answers_of_that_model() {
        put(new Budget(Optional.empty(), Optional.of("scripted"), BudgetPeriod.MONTH, ZoneOffset.UTC, 100, 60));
        var held = assistant.hold();
        ask(ANN, thread(ANN), "Hello");
        held.turn();

        refused(BudgetExceeded.class, "quota-exceeded", () -> ask(ANN, thread(ANN), "Hello"));
        ask(ANN, robotThread(ANN), "What do you see?");
        held.consume(TokenCount.measured("another", 7, 7)).finish();

        var end = finished(ANN, held.turn().reply().id());
        assertEquals(14, end.tokens().orElseThrow().total());
        assertStands(0, 0);
    }

    @Test
    void a_users_own_budget_takes_the_place_of_everybodys() {
        put(budget(100, 60));
        put(new Budget(Optional.of(ANN.id()), Optional.empty(), BudgetPeriod.DAY, ZoneOffset.UTC, 200, 60));
        for (var i = 0; i < 3; i++) {
            ask(ANN, robotThread(ANN), "What do you see?");
        }

        assertStands(0, 180);
        answered(BOB, thread(BOB), "Hello");
        assertEquals(
                List.of(100L),
                chat.usage().budgets(BOB, BOB.id()).stream()
                        .map(window -> window.budget().tokens())
                        .toList());
    }

    @Test
    void a_budget_is_there_again_in_the_next_period_and_an_answer_counts_in_the_one_in_which_it_was_asked_for() {
        put(new Budget(Optional.empty(), Optional.empty(), BudgetPeriod.DAY, ZoneId.of("Europe/Berlin"), 100, 60));
        var ticket = heldByRobot();
        refused(BudgetExceeded.class, "quota-exceeded", () -> ask(ANN, thread(ANN), "Hello"));
        var today = stands();

        backend.advance(Duration.between(ticket.leaseUntil(), today.end()).plus(LEASE));
        chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.of(SPENT));

        assertEquals(today.end(), stands().start());
        assertStands(0, 0);
        answered(ANN, thread(ANN), "Hello");
        var tokens = chat.usage().total(ANN, ANN.id()).tokens() - SPENT.total();
        assertStands(tokens, 0);
    }

    @Test
    void a_budget_counts_what_was_spent_in_its_period_before_it_was_set() {
        append(thread(ANN), SPENT);
        put(budget(100, 60));

        assertStands(52, 0);
        refused(BudgetExceeded.class, "quota-exceeded", () -> ask(ANN, thread(ANN), "Hello"));
    }

    @Test
    void what_the_host_spends_itself_is_counted_too() {
        put(budget(1_000, 60));
        answered(ANN, thread(ANN), "Hello");
        var before = stands().used();

        append(thread(ANN), SPENT);

        assertStands(before + 52, 0);
    }

    @Test
    void a_user_is_warned_once_in_a_period_when_most_of_a_budget_is_taken() {
        put(budget(1_000, 400));
        for (var i = 0; i < 2; i++) {
            ask(ANN, robotThread(ANN), "What do you see?");
        }
        refused(BudgetExceeded.class, "quota-exceeded", () -> ask(ANN, thread(ANN), "Hello"));
        chat.replies()
                .claim(ROBOT, 10)
                .forEach(ticket ->
                        chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.of(SPENT)));
        ask(ANN, robotThread(ANN), "What do you see?");
        ask(ANN, robotThread(ANN), "What do you see?");

        var warning = warnings(ANN);
        assertEquals(1, warning.size());
        assertEquals(800, warning.get(0).taken());
        assertEquals(1_000, warning.get(0).tokens());
        assertEquals(stands().end(), warning.get(0).renewedAt());

        backend.advance(Duration.between(chat.threads().find(ANN, thread(ANN)).createdAt(), stands().end()));
        ask(ANN, robotThread(ANN), "What do you see?");
        ask(ANN, robotThread(ANN), "What do you see?");
        assertEquals(2, warnings(ANN).size());
        assertEquals(List.of(), warnings(BOB));
    }

    @Test
    void admins_set_list_and_remove_budgets_and_nobody_else() {
        var all = List.of(
                budget(100, 60),
                new Budget(Optional.empty(), Optional.of("a|b"), BudgetPeriod.MONTH, ZoneId.of("Asia/Kathmandu"), 7, 1),
                new Budget(Optional.of(new UserId("a|b")), Optional.of("c"), BudgetPeriod.DAY, ZoneOffset.UTC, 9, 9),
                new Budget(Optional.of(BOB.id()), Optional.empty(), BudgetPeriod.DAY, ZoneOffset.UTC, 8, 1));
        all.forEach(this::put);

        var listed = new ArrayList<Budget>();
        var page = PageRequest.first(1);
        for (var more = true; more; ) {
            var part = chat.usage().budgets(ADMIN, page);
            listed.addAll(part.items());
            more = part.next().isPresent();
            page = part.next().map(next -> PageRequest.after(next, 1)).orElse(page);
        }
        assertEquals(all, listed);

        chat.usage().remove(ADMIN, all.get(0).key());
        refused(
                NotFound.class,
                "not-found",
                () -> chat.usage().remove(ADMIN, all.get(0).key()));
        assertEquals(
                List.of(),
                chat.usage().budgets(ADMIN, new UserId("carl")).stream()
                        .filter(window -> window.budget().period() == BudgetPeriod.DAY)
                        .toList());
        refused(Forbidden.class, "forbidden", () -> chat.usage().put(ANN, all.get(0)));
        refused(
                Forbidden.class,
                "forbidden",
                () -> chat.usage().remove(ANN, all.get(1).key()));
        refused(Forbidden.class, "forbidden", () -> chat.usage().budgets(ANN, PageRequest.first(1)));
        refused(NotFound.class, "not-found", () -> chat.usage().budgets(ANN, BOB.id()));
    }

    @Test
    void counts_of_periods_that_are_long_over_are_removed() {
        put(budget(100, 60));
        ask(ANN, robotThread(ANN), "What do you see?");

        backend.advance(Duration.ofDays(9));
        chat.housekeeping().runOnce();
        ask(ANN, robotThread(ANN), "What do you see?");

        assertStands(0, 60);
    }

    private void put(Budget budget) {
        chat.usage().put(ADMIN, budget);
    }

    /** Everybody's, of a day in UTC. */
    private static Budget budget(long tokens, long reserve) {
        return new Budget(Optional.empty(), Optional.empty(), BudgetPeriod.DAY, ZoneOffset.UTC, tokens, reserve);
    }

    private BudgetWindow stands() {
        return chat.usage().budgets(ANN, ANN.id()).get(0);
    }

    private void assertStands(long used, long reserved) {
        assertEquals(used, stands().used(), "used");
        assertEquals(reserved, stands().reserved(), "reserved");
    }

    private List<BudgetWarning> warnings(Caller.User user) {
        return log(user, new Feed.OfUser(user.id())).stream()
                .filter(BudgetWarning.class::isInstance)
                .map(BudgetWarning.class::cast)
                .toList();
    }

    private void leaseRunsOut() {
        backend.advance(LEASE.plusSeconds(1));
        chat.housekeeping().runOnce();
    }

    private void append(ThreadId thread, TokenCount tokens) {
        chat.threads().append(ANN, thread, List.of(NewMessage.assistant("Done.")), tokens, RequestKey.none());
    }
}
