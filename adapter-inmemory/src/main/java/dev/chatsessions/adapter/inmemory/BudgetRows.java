package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.BudgetStore.Count;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.spi.BudgetStore.Window;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.usage.UsageEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Budgets, what was counted of them, and what is set aside for replies. */
final class BudgetRows {

    private static final Comparator<Optional<String>> NONE_FIRST =
            Comparator.comparing(text -> text.orElse(""), Order.OF_TEXTS);

    private static final Comparator<Budget.Key> KEYS = Comparator.<Budget.Key, Optional<String>>comparing(
                    key -> key.user().map(UserId::value), NONE_FIRST)
            .thenComparing(Budget.Key::model, NONE_FIRST)
            .thenComparing(key -> key.period().name());

    private static final Comparator<Kept> BY_END = Comparator.<Kept, Instant>comparing(kept -> kept.window.end())
            .thenComparing(kept -> kept.window.user().value(), Order.OF_TEXTS)
            .thenComparing(kept -> kept.window.model(), NONE_FIRST)
            .thenComparing(kept -> kept.window.period())
            .thenComparing(kept -> kept.window.start());

    private static final Comparator<Hold> OF_REPLY = Comparator.<Hold, Optional<String>>comparing(
                    hold -> hold.counter.model(), NONE_FIRST)
            .thenComparing(hold -> hold.counter.period());

    private final Sorted<Budget.Key, StoredBudget> budgets;

    private final Table<Counter, Kept> windows;

    private final Listing<UserId, Kept, Kept> ofUser;

    private final Listing<Boolean, Kept, Kept> byEnd;

    private final Grouped<ReplyId, Hold, Hold> holds;

    BudgetRows(Journal journal) {
        budgets = new Sorted<>(journal, Placing.by(stored -> stored.budget().key(), KEYS));
        windows = new Table<>(journal, kept -> Counter.of(kept.window));
        ofUser = windows.listing(kept -> Optional.of(kept.window.user()), kept -> kept, BY_END);
        byEnd = windows.listing(kept -> Optional.of(true), kept -> kept, BY_END);
        holds = new Grouped<>(journal, Placing.by(hold -> hold, OF_REPLY));
    }

    void put(StoredBudget budget) {
        budgets.put(budget);
    }

    boolean remove(Budget.Key key) {
        var there = budgets.find(key).isPresent();
        budgets.remove(key);
        return there;
    }

    /** The user's own. */
    List<StoredBudget> of(UserId user) {
        return budgets.ascending()
                .filter(stored -> stored.budget().user().filter(user::equals).isPresent())
                .toList();
    }

    int windowsOf(UserId user) {
        return ofUser.of(user).size();
    }

    /** Removes up to {@code limit} budgets of the user's own, and says how many. */
    int remove(UserId user, int limit) {
        var some = of(user).stream().limit(limit).toList();
        some.forEach(stored -> budgets.remove(stored.budget().key()));
        return some.size();
    }

    /** Forgets up to {@code limit} of the user's windows, and says how many. */
    int close(UserId user, int limit) {
        return windows.remove(ofUser.of(user).ascending(), limit);
    }

    Stream<StoredBudget> all(Optional<Budget.Key> after) {
        return after.map(budgets::ascendingAfter).orElseGet(budgets::ascending);
    }

    Optional<Count> find(Window window) {
        return windows.find(Counter.of(window)).map(Kept::count);
    }

    void open(Window window, long used) {
        if (!windows.has(Counter.of(window))) {
            windows.put(new Kept(window, new Count(used, 0, false)));
        }
    }

    Optional<Count> reserve(Window window, ReplyId reply, long tokens, long most) {
        var reserved = windows.find(Counter.of(window))
                .filter(kept -> kept.count.used() + kept.count.reserved() + tokens <= most)
                .map(kept -> kept.plus(0, tokens));
        reserved.ifPresent(kept -> {
            windows.put(kept);
            holds.put(reply, new Hold(Counter.of(window), tokens));
        });
        return reserved.map(Kept::count);
    }

    void warned(Window window) {
        windows.find(Counter.of(window)).ifPresent(kept -> windows.put(kept.warned()));
    }

    void release(ReplyId reply) {
        for (var hold : holds.of(reply).ascending().toList()) {
            holds.remove(reply, hold);
            windows.find(hold.counter).ifPresent(kept -> windows.put(kept.plus(0, -hold.tokens)));
        }
    }

    /** Counts what was spent, once what was set aside for it is given back. */
    void count(UsageEntry entry) {
        var held =
                entry.reply().map(reply -> holds.of(reply).ascending().toList()).orElse(List.of());
        entry.reply().ifPresent(this::release);
        for (var kept : ofUser.of(entry.user()).ascending().toList()) {
            if (kept.isOn(entry.tokens().model()) && kept.counts(entry.at(), held)) {
                windows.put(kept.plus(entry.tokens().total(), 0));
            }
        }
    }

    int removeEnded(Instant before, int limit) {
        return windows.remove(
                byEnd.of(true).ascending().takeWhile(kept -> kept.window.end().isBefore(before)), limit);
    }

    /** What tells one window from the others. */
    private record Counter(UserId user, Optional<String> model, BudgetPeriod period, Instant start) {
        static Counter of(Window window) {
            return new Counter(window.user(), window.model(), window.period(), window.start());
        }
    }

    private record Hold(Counter counter, long tokens) {
        boolean isLike(Window window) {
            return counter.model().equals(window.model()) && counter.period() == window.period();
        }
    }

    private record Kept(Window window, Count count) {
        Kept plus(long used, long reserved) {
            return new Kept(window, new Count(count.used() + used, count.reserved() + reserved, count.warned()));
        }

        Kept warned() {
            return new Kept(window, new Count(count.used(), count.reserved(), true));
        }

        boolean isOn(String model) {
            return window.model().filter(other -> !other.equals(model)).isEmpty();
        }

        /** By what was set aside, if anything of this model and period was, and by the time otherwise. */
        boolean counts(Instant at, List<Hold> held) {
            return held.stream()
                    .filter(hold -> hold.isLike(window))
                    .findFirst()
                    .map(hold -> hold.counter.equals(Counter.of(window)))
                    .orElseGet(() -> !at.isBefore(window.start()) && at.isBefore(window.end()));
        }
    }
}
