package dev.chatsessions.core.usage;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.spi.BudgetStore.Count;
import dev.chatsessions.spi.BudgetStore.Window;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.usage.UsageEvent.BudgetWarning;
import java.time.Instant;
import java.util.Optional;

/** Events of budgets as a log keeps them, and back. Pure. */
public final class UsageEvents {

    private UsageEvents() {}

    static EventBody warning(Budget budget, Window window, Count count) {
        return Bodies.of("budget_warning", fields -> {
            budget.model().ifPresent(model -> fields.put("model", JsonValue.of(model)));
            fields.put("period", JsonValue.of(budget.period().name()));
            fields.put("tokens", JsonValue.of(budget.tokens()));
            fields.put("taken", JsonValue.of(count.used() + count.reserved()));
            fields.put("renewed_at", JsonValue.of(window.end().toString()));
        });
    }

    /** The event as the domain knows it; empty when it is not one of a budget. */
    public static Optional<LiveEvent> read(LoggedEvent logged) {
        if (!logged.body().kind().equals("budget_warning")) {
            return Optional.empty();
        }
        var data = new Bodies.Reader(logged.body().data());
        return Optional.of(new BudgetWarning(
                logged.scope(),
                logged.sequence(),
                logged.at(),
                data.optionalText("model"),
                BudgetPeriod.valueOf(data.text("period")),
                data.number("tokens"),
                data.number("taken"),
                Instant.parse(data.text("renewed_at"))));
    }
}
