package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.usage.DayTotal;
import dev.chatsessions.usage.ModelTotal;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/** What one user spent: the entries, and their sums of all time and of each day in UTC. */
final class Account {

    private static final int SECONDS_OF_A_DAY = 86_400;

    private final Journal journal;

    private final Sorted<Moment, UsageEntry> entries;

    private final Sum total;

    /** By the days since 1970. */
    private final Rows<Long, Sum> ofDays;

    private final Rows<String, Sum> ofModels;

    Account(Journal journal) {
        this.journal = journal;
        entries = new Sorted<>(journal, Moment.placing(UsageEntry::at, UsageEntry::id));
        total = new Sum(journal);
        ofDays = new Rows<>(journal);
        ofModels = new Rows<>(journal);
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

    /** Of all days from one to another. */
    UsageTotal total(LocalDate from, LocalDate to) {
        return from.datesUntil(to.plusDays(1)).map(this::total).reduce(UsageTotal.ZERO, Sum::together);
    }

    /** Of those on which anything was spent, in their order. */
    List<DayTotal> days(LocalDate from, LocalDate to) {
        return from.datesUntil(to.plusDays(1))
                .map(day -> new DayTotal(day, total(day)))
                .filter(day -> day.total().calls() > 0)
                .toList();
    }

    /** In the order of their names. */
    List<ModelTotal> models() {
        return ofModels.entries()
                .map(model -> new ModelTotal(model.getKey(), model.getValue().total()))
                .sorted(Comparator.comparing(ModelTotal::model, Order.OF_TEXTS))
                .toList();
    }

    void add(UsageEntry entry) {
        entries.put(entry);
        total.add(entry.tokens());
        var day = Math.floorDiv(entry.at().getEpochSecond(), SECONDS_OF_A_DAY);
        ofDays.findOrPut(day, () -> new Sum(journal)).add(entry.tokens());
        ofModels.findOrPut(entry.tokens().model(), () -> new Sum(journal)).add(entry.tokens());
    }
}
