package dev.chatsessions.spi;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.usage.DayTotal;
import dev.chatsessions.usage.ModelTotal;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import dev.chatsessions.usage.UserTotal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps what was spent. A total always equals the entries it sums, also of what has been deleted since. */
public interface UsageLedger {

    /**
     * Keeps the entry and adds it to the totals; one whose id, or whose reply and attempt, is there adds nothing. It gives
     * back what {@link BudgetStore} has set aside for the reply, and counts the tokens as used there instead, as far as the
     * model is that of the window; in those of the user's windows that have nothing set aside for the reply, if their time
     * is the entry's and there is none of the same model and period that has.
     */
    void record(UsageEntry entry);

    /** Of all that the user ever spent; zero for nothing. */
    UsageTotal total(UserId user);

    /** Of one day in UTC. */
    UsageTotal total(UserId user, LocalDate day);

    /** Of the user, of each day in UTC from {@code from} to {@code to} on which he spent anything, in their order. */
    List<DayTotal> days(UserId user, LocalDate from, LocalDate to);

    /** Of the user, by model, in the order of their names by code point, up to {@code limit}. */
    List<ModelTotal> models(UserId user, int limit);

    /** Of the days from {@code from} to {@code to} in UTC, who spent most first, then by user, up to {@code limit}. */
    List<UserTotal> leaders(LocalDate from, LocalDate to, int limit);

    /** Of one session, its deleted threads included. */
    UsageTotal total(SessionAccess access, SessionId session);

    /** By time, latest first, then by id, highest first; those after {@code after} in this order. */
    List<UsageEntry> entries(UserId user, Optional<Position> after, int limit);

    /** A place in {@link #entries}. */
    record Position(Instant at, UUID id) {}
}
