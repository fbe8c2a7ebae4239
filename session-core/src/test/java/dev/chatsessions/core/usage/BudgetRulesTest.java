package dev.chatsessions.core.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.UserId;
import dev.chatsessions.spi.BudgetStore.Count;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetRulesTest {

    private static final UserId ANN = new UserId("ann");

    private static final Instant THEN = Instant.parse("2026-03-29T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // An ordinary day and month, at their very ends.
        "DAY,   UTC,                2026-05-01T00:00:00Z,        2026-05-01T00:00:00Z, 2026-05-02T00:00:00Z",
        "DAY,   UTC,                2026-05-01T23:59:59.999999Z, 2026-05-01T00:00:00Z, 2026-05-02T00:00:00Z",
        "MONTH, UTC,                2026-12-31T23:59:59.999999Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, UTC,                2028-02-29T12:00:00Z,        2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        // The same instant is of another day elsewhere.
        "DAY,   Asia/Kathmandu,     2026-05-01T18:30:00Z,        2026-05-01T18:15:00Z, 2026-05-02T18:15:00Z",
        "DAY,   America/New_York,   2026-05-02T03:59:59Z,        2026-05-01T04:00:00Z, 2026-05-02T04:00:00Z",
        "MONTH, Pacific/Kiritimati, 2026-04-30T10:00:00Z,        2026-04-30T10:00:00Z, 2026-05-31T10:00:00Z",
        // Days of 23 and 25 hours, and the months that hold them.
        "DAY,   Europe/Berlin,      2026-03-29T12:00:00Z,        2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "DAY,   Europe/Berlin,      2026-10-25T00:30:00Z,        2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "DAY,   Europe/Berlin,      2026-10-25T22:59:59Z,        2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "MONTH, Europe/Berlin,      2026-03-10T00:00:00Z,        2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        // A day that has no midnight begins at one o'clock; one that has two, at the first.
        "DAY,   Asia/Beirut,        2026-03-29T12:00:00Z,        2026-03-28T22:00:00Z, 2026-03-29T21:00:00Z",
        "DAY,   America/Havana,     2026-11-01T05:30:00Z,        2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        // A day that a country left out.
        "DAY,   Pacific/Apia,       2011-12-30T09:00:00Z,        2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z"
    })
    void a_period_is_one_of_the_calendar_of_its_zone(
            BudgetPeriod period, String zone, Instant now, Instant start, Instant end) {
        var window = BudgetRules.window(ANN, budget(Optional.empty(), Optional.empty(), period, zone), now);

        assertEquals(start, window.start());
        assertEquals(end, window.end());
    }

    @Test
    void a_users_own_budget_binds_in_place_of_everybodys_of_the_same_model_and_period() {
        var everybodys = stored(Optional.empty(), Optional.empty(), BudgetPeriod.DAY);
        var everybodysMonth = stored(Optional.empty(), Optional.empty(), BudgetPeriod.MONTH);
        var everybodysOfModel = stored(Optional.empty(), Optional.of("m"), BudgetPeriod.DAY);
        var own = stored(Optional.of(ANN), Optional.empty(), BudgetPeriod.DAY);

        assertEquals(
                List.of(everybodysMonth, everybodysOfModel, own),
                BudgetRules.binding(List.of(everybodys, everybodysMonth, everybodysOfModel, own)));
        assertEquals(List.of(everybodys), BudgetRules.binding(List.of(everybodys)));
    }

    @Test
    void most_of_a_budget_is_four_fifths_of_it() {
        var budget = budget(Optional.empty(), Optional.empty(), BudgetPeriod.DAY, "UTC");

        assertFalse(BudgetRules.isToBeWarned(budget, new Count(500, 299, false)));
        assertTrue(BudgetRules.isToBeWarned(budget, new Count(500, 300, false)));
        assertFalse(BudgetRules.isToBeWarned(budget, new Count(500, 500, true)));
    }

    private static StoredBudget stored(Optional<UserId> user, Optional<String> model, BudgetPeriod period) {
        return new StoredBudget(budget(user, model, period, "UTC"), THEN);
    }

    private static Budget budget(Optional<UserId> user, Optional<String> model, BudgetPeriod period, String zone) {
        return new Budget(user, model, period, ZoneId.of(zone), 1_000, 10);
    }
}
