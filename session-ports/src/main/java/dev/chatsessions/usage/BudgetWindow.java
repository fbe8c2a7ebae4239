package dev.chatsessions.usage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * How a user's budget stands in the period that runs.
 *
 * @param start when the period began
 * @param end when the next one begins, and the budget is there again in full
 * @param used what was spent on answers that were asked for in this period
 * @param reserved what is set aside for answers that are not finished
 */
public record BudgetWindow(Budget budget, Instant start, Instant end, long used, long reserved) {

    public BudgetWindow {
        requireNonNull(budget, "budget");
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        if (used < 0 || reserved < 0) {
            throw new IllegalArgumentException("used or reserved is negative");
        }
    }

    /** What may still be set aside; never negative. */
    public long remaining() {
        return Math.max(0, budget.tokens() - used - reserved);
    }
}
