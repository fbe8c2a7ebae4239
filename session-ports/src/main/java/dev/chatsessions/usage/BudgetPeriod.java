package dev.chatsessions.usage;

/** After what time a budget is there again in full, by the calendar of its zone. */
public enum BudgetPeriod {
    DAY,
    MONTH
}
