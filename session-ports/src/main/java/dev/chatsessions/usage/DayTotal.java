package dev.chatsessions.usage;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * What was spent on one day.
 *
 * @param day in UTC
 */
public record DayTotal(LocalDate day, UsageTotal total) {

    public DayTotal {
        requireNonNull(day, "day");
        requireNonNull(total, "total");
    }
}
