package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.NavigableMap;
import java.util.UUID;

/** The ledger and its totals. */
final class UsageRows {

    private final Rows<UUID, UsageEntry> entries;

    private final Rows<Attempt, UsageEntry> byAttempt;

    private final Grouped<UserId, Moment, UsageEntry> byUser;

    private final Rows<Object, UsageTotal> totals;

    UsageRows(Journal journal) {
        entries = new Rows<>(journal);
        byAttempt = new Rows<>(journal);
        byUser = new Grouped<>(journal, Moment::compareTo);
        totals = new Rows<>(journal);
    }

    UsageTotal total(UserId user) {
        return totals.find(user).orElse(UsageTotal.ZERO);
    }

    UsageTotal total(UserId user, LocalDate day) {
        return totals.find(new Day(user, day)).orElse(UsageTotal.ZERO);
    }

    UsageTotal total(SessionId session) {
        return totals.find(session).orElse(UsageTotal.ZERO);
    }

    /** By time and id. */
    NavigableMap<Moment, UsageEntry> ofUser(UserId user) {
        return byUser.of(user);
    }

    void add(UsageEntry entry) {
        var attempt = entry.reply().map(reply -> new Attempt(reply, entry.attempt()));
        if (entries.has(entry.id()) || attempt.filter(byAttempt::has).isPresent()) {
            return;
        }
        entries.put(entry.id(), entry);
        attempt.ifPresent(key -> byAttempt.put(key, entry));
        byUser.put(entry.user(), new Moment(entry.at(), entry.id()), entry);
        addTo(entry.user(), entry);
        addTo(new Day(entry.user(), LocalDate.ofInstant(entry.at(), ZoneOffset.UTC)), entry);
        addTo(entry.session(), entry);
    }

    private void addTo(Object account, UsageEntry entry) {
        totals.put(account, totals.find(account).orElse(UsageTotal.ZERO).plus(entry.tokens()));
    }

    private record Attempt(ReplyId reply, int attempt) {}

    private record Day(UserId user, LocalDate date) {}
}
