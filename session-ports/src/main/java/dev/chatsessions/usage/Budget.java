package dev.chatsessions.usage;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.UserId;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How many tokens may be spent in each period. A user without any may spend without end.
 *
 * <p>Before a question is stored, {@code reserve} is set aside for its answer, or the question is refused. So no more than
 * {@code tokens} is ever spent, as long as no answer takes more than was set aside for it.
 *
 * @param user whose; empty for everybody, each with a count of his own, who has none of the same model and period himself
 * @param model what is spent on this model; empty for all that is spent
 * @param zone by whose calendar a period begins
 * @param tokens input and output together, 1 to 10^15
 * @param reserve what is set aside for an answer, 1 to {@code tokens}
 */
public record Budget(
        Optional<UserId> user, Optional<String> model, BudgetPeriod period, ZoneId zone, long tokens, long reserve) {

    /** More than anybody spends. */
    public static final long MOST_TOKENS = 1_000_000_000_000_000L;

    public Budget {
        requireNonNull(user, "user");
        requireNonNull(model, "model");
        requireNonNull(period, "period");
        requireNonNull(zone, "zone");
        if (model.filter(name -> name.isBlank() || name.length() > 200).isPresent()) {
            throw new IllegalArgumentException("model is blank or has more than 200 characters");
        }
        if (tokens < 1 || tokens > MOST_TOKENS) {
            throw new IllegalArgumentException("tokens " + tokens + " is not 1 to " + MOST_TOKENS);
        }
        if (reserve < 1 || reserve > tokens) {
            throw new IllegalArgumentException("reserve " + reserve + " is not 1 to tokens, which is " + tokens);
        }
    }

    /** What tells it from the others: there is one budget of a user, model and period. */
    public Key key() {
        return new Key(user, model, period);
    }

    /** Names a budget. */
    public record Key(Optional<UserId> user, Optional<String> model, BudgetPeriod period) {
        public Key {
            requireNonNull(user, "user");
            requireNonNull(model, "model");
            requireNonNull(period, "period");
        }
    }
}
