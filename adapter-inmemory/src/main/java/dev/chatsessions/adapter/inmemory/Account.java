package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.time.LocalDate;

/** What one user spent: the entries, and their sums of all time and of each day in UTC. */
final class Account {

    private static final int SECONDS_OF_A_DAY = 86_400;

    private final Journal journal;

    private final Sorted<Moment, UsageEntry> entries;

    private final Sum total;

    /** By the days since 1970. */
    private final Rows<Long, Sum> ofDays;

    Account(Journal journal) {
        this.journal = journal;
        entries = new Sorted<>(journal, Moment.placing(UsageEntry::at, UsageEntry::id));
        total = new Sum(journal);
        ofDays = new Rows<>(journal);
    }

    /** By time and id. */
    Ordered<Moment, UsageEntry> entries() {
        return entries;
    }

    UsageTotal total() {
        return total.total();
    }

    UsageTotal total(LocalDate day) {
        return ofDays.find(day.toEpochDay()).map(Sum::total).orElse(UsageTotal.ZERO);
    }

    /** Takes the entry away; the sums stay. */
    void remove(UsageEntry entry) {
        entries.removeLike(entry);
    }

    void add(UsageEntry entry) {
        entries.put(entry);
        total.add(entry.tokens());
        var day = Math.floorDiv(entry.at().getEpochSecond(), SECONDS_OF_A_DAY);
        ofDays.findOrPut(day, () -> new Sum(journal)).add(entry.tokens());
    }
}
