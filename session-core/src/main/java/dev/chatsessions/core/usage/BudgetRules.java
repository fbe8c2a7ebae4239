package dev.chatsessions.core.usage;

import dev.chatsessions.UserId;
import dev.chatsessions.spi.BudgetStore.Count;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.spi.BudgetStore.Window;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Which budgets bind whom, and from when to when. Pure. */
final class BudgetRules {

    private static final int WARNED_AT_PERCENT = 80;

    private BudgetRules() {}

    /** Of a user's budgets and everybody's those that bind him: his own where both have a model and period. */
    static List<StoredBudget> binding(List<StoredBudget> all) {
        return all.stream()
                .filter(one -> one.budget().user().isPresent()
                        || all.stream().noneMatch(other -> replaces(other.budget(), one.budget())))
                .toList();
    }

    private static boolean replaces(Budget own, Budget everybodys) {
        return own.user().isPresent() && own.model().equals(everybodys.model()) && own.period() == everybodys.period();
    }

    /** The period in which {@code now} lies, by the calendar of the budget's zone: a day may have 23 or 25 hours. */
    static Window window(UserId user, Budget budget, Instant now) {
        var today = now.atZone(budget.zone()).toLocalDate();
        var first = budget.period() == BudgetPeriod.DAY ? today : today.withDayOfMonth(1);
        var next = budget.period() == BudgetPeriod.DAY ? first.plusDays(1) : first.plusMonths(1);
        return new Window(user, budget.model(), budget.period(), beginning(first, budget), beginning(next, budget));
    }

    private static Instant beginning(LocalDate day, Budget budget) {
        return day.atStartOfDay(budget.zone()).toInstant();
    }

    /** Whether it is time to say that most of it is taken, and nobody said so. */
    static boolean isToBeWarned(Budget budget, Count count) {
        return !count.warned() && (count.used() + count.reserved()) * 100 >= budget.tokens() * WARNED_AT_PERCENT;
    }
}
