package dev.chatsessions.usage;

import dev.chatsessions.Caller;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import java.time.LocalDate;

/**
 * Reads what was spent. Entries are written by the use cases that spend, in the transaction of what they spent it on,
 * also when the answer was stopped, failed or expired. Totals never fall, whatever is cleared or deleted.
 */
public interface Usage {

    /** All that {@code user} ever spent. Users see their own, admins everybody's; anybody else's is NotFound. */
    UsageTotal total(Caller caller, UserId user);

    /** What {@code user} spent on one day, in UTC. Rights as in {@link #total(Caller, UserId)}. */
    UsageTotal total(Caller caller, UserId user, LocalDate day);

    /** All that was spent in a session; NotFound unless the caller may read it. */
    UsageTotal total(Caller caller, SessionId session);

    /** All that was spent in a thread; NotFound unless the caller may read it. */
    UsageTotal total(Caller caller, ThreadId thread);

    /** The ledger of {@code user}, newest first. Rights as in {@link #total(Caller, UserId)}. */
    Page<UsageEntry> entries(Caller caller, UserId user, PageRequest page);
}
