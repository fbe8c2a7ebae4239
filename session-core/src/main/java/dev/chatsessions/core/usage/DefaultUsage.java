package dev.chatsessions.core.usage;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.spi.BudgetStore.Count;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.UsageLedger.Position;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetWindow;
import dev.chatsessions.usage.DayTotal;
import dev.chatsessions.usage.ModelTotal;
import dev.chatsessions.usage.Usage;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import dev.chatsessions.usage.UserTotal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads the ledger, and keeps what may be spent. Thread-safe. */
public final class DefaultUsage implements Usage {

    private static final int MOST_MODELS = 100;

    private static final int MOST_DAYS = 366;

    private static final int MOST_LEADERS = 1_000;

    private static final String BUDGETS = "budgets";

    private final Transactions transactions;

    private final UserLogs logs;

    public DefaultUsage(Transactions transactions, UserLogs logs) {
        this.transactions = transactions;
        this.logs = logs;
    }

    @Override
    public UsageTotal total(Caller caller, UserId user) {
        Access.requireSelfOrAdmin(caller, user);
        return transactions.glance(user, stores -> stores.usage().total(user));
    }

    @Override
    public UsageTotal total(Caller caller, UserId user, LocalDate day) {
        Access.requireSelfOrAdmin(caller, user);
        return transactions.glance(user, stores -> stores.usage().total(user, day));
    }

    @Override
    public List<DayTotal> days(Caller caller, UserId user, int days) {
        Access.requireSelfOrAdmin(caller, user);
        requireDays(days);
        return transactions.read(user, stores -> {
            var today = today(stores);
            var from = today.minusDays(days - 1);
            var spent = stores.usage().days(user, from, today).stream()
                    .collect(Collectors.toMap(DayTotal::day, DayTotal::total));
            return from.datesUntil(today.plusDays(1))
                    .map(day -> new DayTotal(day, spent.getOrDefault(day, UsageTotal.ZERO)))
                    .toList();
        });
    }

    @Override
    public UsageTotal total(Caller caller, SessionId session) {
        var access = Access.toSee(caller);
        return transactions.read(access, stores -> {
            if (stores.sessions().find(access, session).isEmpty()) {
                throw Access.missing(stores, access, session);
            }
            return stores.usage().total(access, session);
        });
    }

    @Override
    public UsageTotal total(Caller caller, ThreadId thread) {
        var access = Access.toSee(caller);
        return transactions.glance(
                access,
                stores -> stores.threads()
                        .find(access, thread)
                        .orElseThrow(() -> Access.missing(stores, access, thread))
                        .usage());
    }

    @Override
    public Page<UsageEntry> entries(Caller caller, UserId user, PageRequest page) {
        Access.requireSelfOrAdmin(caller, user);
        var list = "usage of " + user;
        var after = PageCursors.place(page, list, DefaultUsage::position);
        var entries = transactions.glance(user, stores -> stores.usage().entries(user, after, page.limit() + 1));
        return PageCursors.page(entries, page, list, entry -> entry.at() + "|" + entry.id(), entry -> entry);
    }

    @Override
    public List<ModelTotal> models(Caller caller, UserId user) {
        Access.requireSelfOrAdmin(caller, user);
        return transactions.glance(user, stores -> stores.usage().models(user, MOST_MODELS));
    }

    @Override
    public List<UserTotal> leaders(Caller caller, int days, int limit) {
        Access.requireAdmin(caller);
        requireDays(days);
        if (limit < 1 || limit > MOST_LEADERS) {
            throw new Invalid("limit", "must be 1 to " + MOST_LEADERS);
        }
        return transactions.own().read(stores -> {
            var today = today(stores);
            return stores.usage().leaders(today.minusDays(days - 1), today, limit);
        });
    }

    @Override
    public List<BudgetWindow> budgets(Caller caller, UserId user) {
        Access.requireSelfOrAdmin(caller, user);
        return transactions.read(
                user,
                stores -> BudgetRules.binding(stores.budgets().of(user)).stream()
                        .map(stored -> asItStands(stores, user, stored))
                        .toList());
    }

    private static BudgetWindow asItStands(Stores stores, UserId user, StoredBudget stored) {
        var window = BudgetRules.window(user, stored.budget(), stores.now());
        var count = stores.budgets()
                .find(window)
                .orElseGet(() -> new Count(stores.budgets().spent(window, stored.since()), 0, false));
        return new BudgetWindow(stored.budget(), window.start(), window.end(), count.used(), count.reserved());
    }

    @Override
    public Page<Budget> budgets(Caller caller, PageRequest page) {
        Access.requireAdmin(caller);
        var after = PageCursors.place(page, BUDGETS, BudgetPlaces::read);
        var budgets = transactions.own().glance(stores -> stores.budgets().all(after, page.limit() + 1));
        return PageCursors.page(
                budgets,
                page,
                BUDGETS,
                stored -> BudgetPlaces.written(stored.budget().key()),
                StoredBudget::budget);
    }

    @Override
    public void put(Caller caller, Budget budget) {
        Access.requireAdmin(caller);
        transactions.own().run(writing -> {
            writing.stores().budgets().put(new StoredBudget(budget, writing.now()));
            budget.user().ifPresent(user -> logs.lock(writing, user));
        });
    }

    @Override
    public void remove(Caller caller, Budget.Key budget) {
        Access.requireAdmin(caller);
        if (!transactions.own().write(writing -> writing.stores().budgets().remove(budget))) {
            throw new NotFound("there is no such budget");
        }
    }

    private static void requireDays(int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new Invalid("days", "must be 1 to " + MOST_DAYS);
        }
    }

    private static LocalDate today(Stores stores) {
        return stores.now().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Position position(String place) {
        var parts = place.split("\\|", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a place in the ledger");
        }
        return new Position(Instant.parse(parts[0]), UUID.fromString(parts[1]));
    }
}
