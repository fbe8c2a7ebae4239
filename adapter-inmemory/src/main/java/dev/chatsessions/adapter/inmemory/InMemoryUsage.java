package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

final class InMemoryUsage implements UsageLedger {

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
