package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.usage.DayTotal;
import dev.chatsessions.usage.ModelTotal;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import dev.chatsessions.usage.UserTotal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class InMemoryUsage implements UsageLedger {

    private static final Comparator<UserTotal> MOST_FIRST = Comparator.<UserTotal>comparingLong(
                    user -> -user.total().tokens())
            .thenComparing(user -> user.user().value(), Order.OF_TEXTS);

    private final Transaction transaction;

    InMemoryUsage(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void record(UsageEntry entry) {
        transaction.writing().usage().add(entry);
    }

    @Override
    public UsageTotal total(UserId user) {
        return transaction.reading().usage().total(user);
    }

    @Override
    public UsageTotal total(UserId user, LocalDate day) {
        return transaction.reading().usage().total(user, day);
    }

    @Override
    public List<DayTotal> days(UserId user, LocalDate from, LocalDate to) {
        return transaction.reading().usage().days(user, from, to);
    }

    @Override
    public List<ModelTotal> models(UserId user, int limit) {
        return transaction.reading().usage().models(user).stream().limit(limit).toList();
    }

    @Override
    public List<UserTotal> leaders(LocalDate from, LocalDate to, int limit) {
        return transaction
                .reading()
                .usage()
                .totals(from, to)
                .sorted(MOST_FIRST)
                .limit(limit)
                .toList();
    }

    @Override
    public UsageTotal total(SessionAccess access, SessionId session) {
        var tables = transaction.reading();
        return tables.sessions().find(access, session).isPresent()
                ? tables.usage().total(session)
                : UsageTotal.ZERO;
    }

    @Override
    public List<UsageEntry> entries(UserId user, Optional<Position> after, int limit) {
        var all = transaction.reading().usage().ofUser(user);
        var rest = after.map(place -> all.descendingBefore(new Moment(place.at(), place.id())))
                .orElseGet(all::descending);
        return rest.limit(limit).toList();
    }
}
