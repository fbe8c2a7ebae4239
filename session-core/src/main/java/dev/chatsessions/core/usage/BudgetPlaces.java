package dev.chatsessions.core.usage;

import dev.chatsessions.UserId;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.util.Optional;

/** Places in the list of budgets as cursors hold them: the period, how long the user's id is, the id and the model. Pure. */
final class BudgetPlaces {

    private BudgetPlaces() {}

    static String written(Budget.Key key) {
        var user = key.user().map(UserId::value).orElse("");
        return key.period() + "|" + user.length() + "|" + user + key.model().orElse("");
    }

    static Budget.Key read(String place) {
        var parts = place.split("\\|", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a place in the list of budgets");
        }
        var end = Integer.parseInt(parts[1]);
        if (end < 0 || end > parts[2].length()) {
            throw new IllegalArgumentException("not a place in the list of budgets");
        }
        return new Budget.Key(
                text(parts[2].substring(0, end)).map(UserId::new),
                text(parts[2].substring(end)),
                BudgetPeriod.valueOf(parts[0]));
    }

    private static Optional<String> text(String value) {
        return Optional.of(value).filter(present -> !present.isEmpty());
    }
}
