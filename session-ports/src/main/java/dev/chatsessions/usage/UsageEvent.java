package dev.chatsessions.usage;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import java.time.Instant;
import java.util.Optional;

/** What happened to what a user may spend. Stands in the user's log. */
public sealed interface UsageEvent extends LiveEvent {

    /**
     * Most of a budget is spent or set aside. Said once in a period.
     *
     * @param model the model whose budget it is; empty for all that is spent
     * @param tokens all of the budget
     * @param taken what of it is spent or set aside
     * @param renewedAt when it is there again in full
     */
    record BudgetWarning(
            LogScope scope,
            long sequence,
            Instant at,
            Optional<String> model,
            BudgetPeriod period,
            long tokens,
            long taken,
            Instant renewedAt)
            implements UsageEvent {
        public BudgetWarning {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(model, "model");
            requireNonNull(period, "period");
            requireNonNull(renewedAt, "renewedAt");
        }

        @Override
        public String kind() {
            return "budget_warning";
        }
    }
}
