package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.time.LocalDate;

/** What one user spent: the entries, and their sums of all time and of each day in UTC. */
final class Account {

    private static final int SECONDS_OF_A_DAY = 86_400;

    private final Journal journal;

    private final Sorted<Moment, UsageEntry> entries;

    private final Cell<UsageTotal> total;

    /** By the days since 1970. */
    private final Rows<Long, Cell<UsageTotal>> ofDays;

    Account(Journal journal) {
        this.journal = journal;
        entries = new Sorted<>(journal, Moment.ORDER);
        total = new Cell<>(journal, UsageTotal.ZERO);
        ofDays = new Rows<>(journal);
    }

    /** By time and id. */
    Ordered<Moment, UsageEntry> entries() {
        return entries;
    }

    UsageTotal total() {
        return total.value();
    }

    UsageTotal total(LocalDate day) {
        return ofDays.find(day.toEpochDay()).map(Cell::value).orElse(UsageTotal.ZERO);
    }

    void add(UsageEntry entry) {
        entries.put(new Moment(entry.at(), entry.id()), entry);
        total.set(total.value().plus(entry.tokens()));
        var day = Math.floorDiv(entry.at().getEpochSecond(), SECONDS_OF_A_DAY);
        var ofDay = ofDays.findOrPut(day, () -> new Cell<>(journal, UsageTotal.ZERO));
        ofDay.set(ofDay.value().plus(entry.tokens()));
    }
}
