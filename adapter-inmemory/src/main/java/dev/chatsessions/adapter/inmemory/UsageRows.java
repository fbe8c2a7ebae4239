package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The ledger and its totals. */
final class UsageRows {

    private final Table<UUID, UsageEntry> entries;

    private final Lookup<Attempt, UsageEntry> attempts;

    private final Listing<UserId, Moment, UsageEntry> byUser;

    private final Rows<UserId, UsageTotal> ofUsers;

    private final Rows<Day, UsageTotal> ofDays;

    private final Rows<SessionId, UsageTotal> ofSessions;

    UsageRows(Journal journal) {
        entries = Table.ofAscending(journal, UsageEntry::id, Function.identity());
        attempts = entries.lookup(Attempt::of);
        byUser = entries.listing(
                entry -> Optional.of(entry.user()), entry -> new Moment(entry.at(), entry.id()), Moment.ORDER);
        ofUsers = new Rows<>(journal);
        ofDays = new Rows<>(journal);
        ofSessions = new Rows<>(journal);
    }

    UsageTotal total(UserId user) {
        return total(ofUsers, user);
    }

    UsageTotal total(UserId user, LocalDate day) {
        return total(ofDays, new Day(user, day));
    }

    UsageTotal total(SessionId session) {
        return total(ofSessions, session);
    }

    /** By time and id. */
    Ordered<Moment, UsageEntry> ofUser(UserId user) {
        return byUser.of(user);
    }

    /** Keeps the entry unless it, or another of its attempt, is there. */
    void add(UsageEntry entry) {
        if (entries.has(entry.id()) || Attempt.of(entry).flatMap(attempts::find).isPresent()) {
            return;
        }
        entries.put(entry);
        add(ofUsers, entry.user(), entry);
        add(ofDays, Day.of(entry), entry);
        add(ofSessions, entry.session(), entry);
    }

    private static <K> void add(Rows<K, UsageTotal> totals, K account, UsageEntry entry) {
        totals.put(account, total(totals, account).plus(entry.tokens()));
    }

    private static <K> UsageTotal total(Rows<K, UsageTotal> totals, K account) {
        return totals.find(account).orElse(UsageTotal.ZERO);
    }

    private record Attempt(ReplyId reply, int number) {
        static Optional<Attempt> of(UsageEntry entry) {
            return entry.reply().map(reply -> new Attempt(reply, entry.attempt()));
        }
    }

    private record Day(UserId user, LocalDate date) {

        private static final int SECONDS = 86_400;

        /** In UTC; not by {@link java.time.ZoneOffset#UTC}, which makes its rules anew each time. */
        static Day of(UsageEntry entry) {
            return new Day(
                    entry.user(), LocalDate.ofEpochDay(Math.floorDiv(entry.at().getEpochSecond(), SECONDS)));
        }
    }
}
