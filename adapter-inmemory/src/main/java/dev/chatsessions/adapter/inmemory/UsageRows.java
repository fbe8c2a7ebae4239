package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.BudgetStore.Window;
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
import java.util.stream.Stream;

/** The ledger and its totals. */
final class UsageRows {

    private final Journal journal;

    /** Ids ascend as they come, so that all that come at a time lie in one place. */
    private final Sorted<UUID, UsageEntry> entries;

    private final Rows<Attempt, UsageEntry> attempts;

    private final Rows<UserId, Account> accounts;

    private final Rows<SessionId, Sum> ofSessions;

    private final BudgetRows budgets;

    UsageRows(Journal journal, BudgetRows budgets) {
        this.journal = journal;
        this.budgets = budgets;
        entries = new Sorted<>(journal, Placing.by(UsageEntry::id, Order.OF_IDS));
        attempts = new Rows<>(journal);
        accounts = new Rows<>(journal);
        ofSessions = new Rows<>(journal);
    }

    UsageTotal total(UserId user) {
        return accounts.find(user).map(Account::total).orElse(UsageTotal.ZERO);
    }

    UsageTotal total(UserId user, LocalDate day) {
        return accounts.find(user).map(account -> account.total(day)).orElse(UsageTotal.ZERO);
    }

    UsageTotal total(SessionId session) {
        return ofSessions.find(session).map(Sum::total).orElse(UsageTotal.ZERO);
    }

    /** Of those days on which he spent anything, in their order. */
    List<DayTotal> days(UserId user, LocalDate from, LocalDate to) {
        return accounts.find(user).map(account -> account.days(from, to)).orElse(List.of());
    }

    /** By model, in the order of their names. */
    List<ModelTotal> models(UserId user) {
        return accounts.find(user).map(Account::models).orElse(List.of());
    }

    /** Of those days, of each who spent anything. */
    Stream<UserTotal> totals(LocalDate from, LocalDate to) {
        return accounts.entries()
                .map(account ->
                        new UserTotal(account.getKey(), account.getValue().total(from, to)))
                .filter(user -> user.total().calls() > 0);
    }

    /** What a budget counts from the first: of answers only those before {@code answersBefore}. */
    long spentIn(Window window, Instant answersBefore) {
        return ofUser(window.user())
                .descendingBefore(Moment.firstAt(window.end()))
                .takeWhile(entry -> !entry.at().isBefore(window.start()))
                .filter(entry -> window.model()
                        .filter(model -> !model.equals(entry.tokens().model()))
                        .isEmpty())
                .filter(entry -> entry.reply().isEmpty() || entry.at().isBefore(answersBefore))
                .mapToLong(entry -> entry.tokens().total())
                .sum();
    }

    /** By time and id. */
    Ordered<Moment, UsageEntry> ofUser(UserId user) {
        return accounts.find(user).map(Account::entries).orElseGet(() -> new Account(journal).entries());
    }

    /** Keeps the entry unless it, or another of its attempt, is there. */
    void add(UsageEntry entry) {
        var attempt = Attempt.of(entry);
        if (entries.find(entry.id()).isPresent()
                || attempt.flatMap(attempts::find).isPresent()) {
            return;
        }
        entries.put(entry);
        attempt.ifPresent(first -> attempts.put(first, entry));
        accounts.findOrPut(entry.user(), () -> new Account(journal)).add(entry);
        ofSessions.findOrPut(entry.session(), () -> new Sum(journal)).add(entry.tokens());
        budgets.count(entry);
    }

    /** Removes up to {@code limit} of the user's and returns how many; his sums stay until {@link #close}. */
    int remove(UserId user, int limit) {
        var some = ofUser(user).ascending().limit(limit).toList();
        some.forEach(this::remove);
        return some.size();
    }

    private void remove(UsageEntry entry) {
        entries.remove(entry.id());
        Attempt.of(entry).ifPresent(attempts::remove);
        accounts.find(entry.user()).ifPresent(account -> account.remove(entry));
        ofSessions.remove(entry.session());
    }

    /** Forgets the user's sums, and says whether there were any. */
    boolean close(UserId user) {
        var there = accounts.has(user);
        accounts.remove(user);
        return there;
    }

    boolean has(UserId user) {
        return accounts.has(user);
    }

    private record Attempt(ReplyId reply, int number) {
        static Optional<Attempt> of(UsageEntry entry) {
            return entry.reply().map(reply -> new Attempt(reply, entry.attempt()));
        }
    }
}
