package dev.chatsessions.usage;

import dev.chatsessions.Caller;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import java.time.LocalDate;
import java.util.List;

/**
 * Reads what was spent, and says what may be. Entries are written by the use cases that spend, in the transaction of what they spent it on,
 * also when the answer was stopped, failed or expired. Totals never fall, whatever is cleared or deleted.
 */
public interface Usage {

    /** All that {@code user} ever spent. Users see their own, admins everybody's; anybody else's is NotFound. */
    UsageTotal total(Caller caller, UserId user);

    /** What {@code user} spent on one day, in UTC. Rights as in {@link #total(Caller, UserId)}. */
    UsageTotal total(Caller caller, UserId user, LocalDate day);

    /**
     * What {@code user} spent on each of the last days in UTC, 1 to 366 of them and today the last, also where that is
     * nothing. Rights as in {@link #total(Caller, UserId)}.
     */
    List<DayTotal> days(Caller caller, UserId user, int days);

    /** All that was spent in a session; NotFound unless the caller may read it. */
    UsageTotal total(Caller caller, SessionId session);

    /** All that was spent in a thread; NotFound unless the caller may read it. */
    UsageTotal total(Caller caller, ThreadId thread);

    /** What {@code user} spent on each model, by their names, the first 100. Rights as in {@link #total(Caller, UserId)}. */
    List<ModelTotal> models(Caller caller, UserId user);

    /** The ledger of {@code user}, newest first. Rights as in {@link #total(Caller, UserId)}. */
    Page<UsageEntry> entries(Caller caller, UserId user, PageRequest page);

    /** Who spent most on the last days in UTC, 1 to 366 of them and today the last. For admins. */
    List<UserTotal> leaders(Caller caller, int days, int limit);

    /** How the budgets that bind {@code user} stand now. Rights as in {@link #total(Caller, UserId)}. */
    List<BudgetWindow> budgets(Caller caller, UserId user);

    /** All budgets: everybody's first, then by user, model and period. For admins. */
    Page<Budget> budgets(Caller caller, PageRequest page);

    /** Sets a budget, in place of the one of the same user, model and period; from now on it binds. For admins. */
    void put(Caller caller, Budget budget);

    /** Removes a budget; NotFound when there is none. For admins. */
    void remove(Caller caller, Budget.Key budget);
}
