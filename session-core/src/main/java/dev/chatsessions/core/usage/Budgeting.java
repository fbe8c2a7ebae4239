package dev.chatsessions.core.usage;

import dev.chatsessions.ChatSessionsException.BudgetExceeded;
import dev.chatsessions.JsonValue;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.spi.BudgetStore.Count;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.spi.BudgetStore.Window;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Has tokens set aside before anything is spent. What is spent takes their place with the ledger's entry, and what is not
 * is given back, each in the transaction that says so. Thread-safe.
 */
public final class Budgeting {

    private final UserLogs logs;

    public Budgeting(UserLogs logs) {
        this.logs = logs;
    }

    /**
     * Sets aside what an answer may take of each budget that binds the user.
     *
     * @param budgets his own, and everybody's
     * @param model who will probably answer; asked only where it matters
     * @return why not, if a budget does not cover it; then something may be set aside of another
     */
    public Optional<BudgetExceeded> reserve(
            Writing writing,
            UserId user,
            SessionId session,
            ReplyId reply,
            List<StoredBudget> budgets,
            Supplier<Optional<String>> model) {
        for (var stored : BudgetRules.binding(budgets)) {
            var budgeted = stored.budget().model();
            if (budgeted.isEmpty() || budgeted.equals(model.get())) {
                var refused = reserve(writing, user, session, reply, stored);
                if (refused.isPresent()) {
                    return refused;
                }
            }
        }
        return Optional.empty();
    }

    /** Gives back what is set aside for a reply that will take nothing. */
    public void release(Writing writing, SessionId session, ReplyId reply) {
        writing.stores().budgets().release(session, reply);
    }

    private Optional<BudgetExceeded> reserve(
            Writing writing, UserId user, SessionId session, ReplyId reply, StoredBudget stored) {
        var budgets = writing.stores().budgets();
        var budget = stored.budget();
        var window = BudgetRules.window(user, budget, writing.now());
        var count = budgets.reserve(window, session, reply, budget.reserve(), budget.tokens());
        if (count.isEmpty() && budgets.find(window).isEmpty()) {
            budgets.open(window, stored.since());
            count = budgets.reserve(window, session, reply, budget.reserve(), budget.tokens());
        }
        if (count.isEmpty()) {
            return Optional.of(
                    refusal(writing, window, stored, budgets.find(window).orElseThrow()));
        }
        writing.observe(observer -> observer.reserved(budget.reserve()));
        warn(writing, window, stored, count.get());
        return Optional.empty();
    }

    private void warn(Writing writing, Window window, StoredBudget stored, Count count) {
        if (BudgetRules.isToBeWarned(stored.budget(), count)) {
            writing.stores().budgets().warned(window);
            logs.tell(writing, window.user(), UsageEvents.warning(stored.budget(), window, count));
        }
    }

    private static BudgetExceeded refusal(Writing writing, Window window, StoredBudget stored, Count count) {
        var budget = stored.budget();
        var remaining = Math.max(0, budget.tokens() - count.used() - count.reserved());
        var period = budget.period().name().toLowerCase(Locale.ROOT);
        var details = Bodies.fields(fields -> {
            budget.model().ifPresent(model -> fields.put("model", JsonValue.of(model)));
            fields.put("period", JsonValue.of(period));
            fields.put("tokens", JsonValue.of(budget.tokens()));
            fields.put("remaining", JsonValue.of(remaining));
            fields.put("needed", JsonValue.of(budget.reserve()));
            fields.put("resets_at", JsonValue.of(window.end().toString()));
        });
        return new BudgetExceeded(
                "an answer needs " + budget.reserve() + " tokens, and of the " + budget.tokens() + " of this " + period
                        + " " + remaining + " remain; ask again after " + window.end(),
                details,
                Duration.between(writing.now(), window.end()));
    }
}
