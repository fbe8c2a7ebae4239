package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what may be spent, and counts what is spent and set aside of it. What is spent is counted by {@link UsageLedger},
 * with the entry that says so.
 */
public interface BudgetStore {

    /** Keeps the budget, in place of the one that has its key. */
    void put(StoredBudget budget);

    /** Removes it; false when there is none. What was counted stays until its period is over. */
    boolean remove(Budget.Key key);

    /** Those of the user and those of everybody, in the order of {@link #all}. */
    List<StoredBudget> of(UserId user);

    /** By user, everybody's first, then by model, that of all first, then by period; those after {@code after}. */
    List<StoredBudget> all(Optional<Budget.Key> after, int limit);

    /** How it stands; empty before it was opened. */
    Optional<Count> find(Window window);

    /** What {@link #open} would begin to count with. */
    long spent(Window window, Instant answersBefore);

    /**
     * Begins to count, unless that was begun: with what the ledger holds of the user, the model and the time of the window,
     * of answers as far as it was spent before {@code answersBefore}, when nothing was set aside for them.
     */
    void open(Window window, Instant answersBefore);

    /**
     * Sets {@code tokens} aside for a reply if then no more than {@code most} is used and reserved; says how it stands then.
     * Empty, and nothing is set aside, where it is more or the window was not opened. Whether it is more is decided in the
     * statement that changes the count. A reply has at most one reservation of a model and period.
     */
    Optional<Count> reserve(Window window, SessionId session, ReplyId reply, long tokens, long most);

    /** Notes that the user was warned. */
    void warned(Window window);

    /** Gives back what is set aside for a reply; nothing where nothing is. */
    void release(SessionId session, ReplyId reply);

    /** Removes counts of windows that ended before {@code before}, up to {@code limit}, and says how many. */
    int removeEnded(Instant before, int limit);

    /**
     * A budget, and since when.
     *
     * @param since when it was set
     */
    record StoredBudget(Budget budget, Instant since) {
        public StoredBudget {
            requireNonNull(budget, "budget");
            requireNonNull(since, "since");
        }
    }

    /** What is counted: of whom, on which model, from when to when. {@code end} is no part of its identity. */
    record Window(UserId user, Optional<String> model, BudgetPeriod period, Instant start, Instant end) {
        public Window {
            requireNonNull(user, "user");
            requireNonNull(model, "model");
            requireNonNull(period, "period");
            requireNonNull(start, "start");
            requireNonNull(end, "end");
        }
    }

    /** How a window stands. */
    record Count(long used, long reserved, boolean warned) {}
}
